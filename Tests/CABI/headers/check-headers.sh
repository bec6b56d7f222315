#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Proves that the public headers compile without a warning in every language and compiler they
# promise, and that they declare the functions of functions.txt and no others.
#
# usage: check-headers.sh [INCLUDE-DIRECTORY]
set -u

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
include=${1:-$here/../../../Include}
passed=0
failed=0

check() { # check NAME COMMAND...
  name=$1
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    echo "FAIL  $name"
    echo "$output" | sed 's/^/      /'
  fi
}

compile() { # compile LANGUAGE STANDARD COMPILER
  for switch in "" -DJSVM_EXPERIMENTAL; do
    # $switch is one word or none.
    check "$3 -std=$2${switch:+ $switch}" \
      "$3" -x "$1" "-std=$2" -Wall -Wextra -Wpedantic -Werror $switch \
      "-I$include" -fsyntax-only "$here/jsvm_only.c"
    check "jsvm_memory.h: $3 -std=$2${switch:+ $switch}" \
      "$3" -x "$1" "-std=$2" -Wall -Wextra -Wpedantic -Werror $switch \
      "-I$include" -fsyntax-only "$here/memory_only.c"
  done
}

for compiler in gcc clang; do
  for standard in c99 c11; do
    compile c "$standard" "$compiler"
  done
done
for compiler in g++ clang++; do
  for standard in c++17 c++20; do
    compile c++ "$standard" "$compiler"
  done
done

check "jsvm_types.h alone" gcc -x c -std=c99 -Wall -Wextra -Wpedantic -Werror \
  -fsyntax-only "$include/ark_runtime/jsvm_types.h"
check "functions declared" python3 "$here/check_declarations.py" "$include"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
