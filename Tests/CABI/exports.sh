#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What the library exports: the functions of the header and nothing else. Those that it has not yet
# are listed in not-yet.txt, which must be exact and shrinks as functions come.
#
# usage: exports.sh PREFIX            compares
#        exports.sh PREFIX --update   writes not-yet.txt anew
set -u
shopt -s lastpipe  # What ends a pipe here notes failures in this shell.
export LC_ALL=C

library=$1/lib/libjsvm.so
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

sort "$here"/headers/{functions,memory-functions}.txt >"$work/declared"
# Local symbols that the linker leaves in the dynamic table are of small letter and bind to nothing.
nm -D --defined-only "$library" >"$work/symbols" || exit 1
awk '$2 ~ /^[A-Z]$/ { print $2, $3 }' "$work/symbols" | sort >"$work/global"
awk '$1 == "T" { print $2 }' "$work/global" | sort >"$work/exported"

if [ "${2-}" = --update ]; then
  {
    echo "# Functions that the header declares and the library does not export yet, in order."
    comm -23 "$work/declared" "$work/exported"
  } >"$here/not-yet.txt"
fi
grep -vE '^(#|$)' "$here/not-yet.txt" >"$work/not-yet"

# none TITLE: fails if there are lines on standard input.
none() {
  local lines
  lines=$(cat)
  [ -n "$lines" ] || return 0
  failed=1
  echo "$1:"
  sed 's/^/  /' <<<"$lines"
} >&2

grep -vE '^T OH_JSVM_|^T JSVM_Memory_' "$work/global" | none "exported, and not an API function"
comm -13 "$work/declared" "$work/exported" | none "exported, but not declared"
comm -23 "$work/declared" "$work/exported" | comm -13 "$work/not-yet" - |
  none "declared, but neither exported nor in not-yet.txt"
comm -12 "$work/not-yet" "$work/exported" | none "in not-yet.txt, but exported"
comm -23 "$work/not-yet" "$work/declared" | none "in not-yet.txt, but not declared"
sort -cu "$work/not-yet" 2>&1 | none "not-yet.txt is out of order"

# Each function's pointer arguments are tried with NULL.
sort "$work/exported" | while read -r function; do
  grep -qE "\<$function\>" "$here"/null-arguments*.c "$here/memory-arguments.c" ||
    echo "$function"
done | none "exported, but in no program about arguments"

# What it needs: the C and C++ runtimes, the engine and its zlib, no Swift runtime, and for a debug build
# Zstandard.
optional=
! readelf -S "$library" | grep -q ' \.debug_info ' || optional='|libzstd'
readelf -d "$library" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' |
  grep -vE "^(libnode|libz$optional|libc|libm|libstdc\+\+|libgcc_s|ld-linux.*)\.so\.[0-9.]+$" |
  none "needed besides the engine, zlib and the C and C++ runtimes"
# And it needs nothing that those do not have.
ldd -r "$library" 2>&1 | grep -E '^undefined symbol|not found' | none "nowhere to be found"
readelf -d "$library" | grep -q '(SONAME).*\[libjsvm\.so\]' || none "SONAME" <<<"is not libjsvm.so"

echo "$(wc -l <"$work/exported") exported, $(wc -l <"$work/not-yet") not yet"
exit $failed
