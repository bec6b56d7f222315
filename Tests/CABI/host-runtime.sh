#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Programs that do not link the library but load it while they run, in several ways, and close
# nothing. The library brings its own Swift runtime and must not disturb the program's symbols.
#
# usage: host-runtime.sh PREFIX
set -u

prefix=$(CDPATH= cd -- "$1" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

"${CC:-cc}" -std=gnu11 -Wall -Wextra -Wpedantic -g -O2 -I "$prefix/include" \
  "$here/host/loads-library.c" -o "$work/loads-library" -ldl -pthread || exit 1
readelf -d "$work/loads-library" | grep NEEDED | grep -q jsvm && {
  echo "the program is linked against the library" >&2
  exit 1
}

# try CODE ARGUMENT...: the program must end with this exit code.
try() {
  local wanted=$1 status
  shift
  timeout 60 "$work/loads-library" "$prefix/lib/libjsvm.so" "$@" >"$work/out" 2>&1
  status=$?
  [ $status -eq "$wanted" ] && return
  failed=1
  echo "FAILED: loads-library $*: exit code $status, not $wanted" >&2
  sed 's/^/    | /' "$work/out" >&2
}

for visibility in local global; do
  for thread in first second; do
    for binding in lazy now; do
      try 0 $visibility $thread $binding return
    done
  done
done
for end in exit quick unload; do try 0 local second now $end; done
JSVM_OPTIONS=leak_check_at_exit=1 try 23 local first now return
JSVM_OPTIONS=leak_check_at_exit=1 try 23 local second now exit
exit $failed
