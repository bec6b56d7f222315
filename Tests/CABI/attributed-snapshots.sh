#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What heap snapshots say of a program that holds JavaScript from four places, compiled as users do.
#
# usage: attributed-snapshots.sh PREFIX
set -u

prefix=$(CDPATH= cd -- "$1" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")/snapshots" && pwd)
cxx=${CXX:-c++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
about=

fail() {
  failed=$((failed + 1))
  printf 'FAILED: %s: %s\n' "$about" "$1" >&2
  sed 's/^/    | /' "$work/err" "$work/sites" >&2
}

# compile OUTPUT FLAG...
compile() {
  local output=$1
  shift
  "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -I "$prefix/include" "$@" "$here/four-sites.cpp" \
    -o "$work/$output" -L "$prefix/lib" "-Wl,-rpath,$prefix/lib" -ljsvm || exit 1
}

# sites OPTIONS PROGRAM: leaves what the snapshot says in the file sites.
sites() {
  about="$2 with JSVM_OPTIONS=$1"
  : >"$work/sites"
  JSVM_OPTIONS=leak_report=off:$1 "$work/$2" "$work/file" 2>"$work/err" || fail "exit code $?"
  python3 "$here/sites.py" "$work/file" >"$work/sites" 2>>"$work/err" || fail "no snapshot"
}

# shows NAME STRONG WEAK BYTES: a node of this name with so many edges, and within 1 % as many bytes.
shows() {
  awk -F '\t' -v name="$1" -v strong="$2" -v weak="$3" -v bytes="$4" '
    $1 == name && $2 == strong && $3 == weak && $4 >= bytes * 0.99 && $4 <= bytes * 1.01 {
      found++
    }
    END { exit found != 1 }' "$work/sites" || fail "not there: $1, $2 strong, $3 weak, $4 bytes"
}

# counts NUMBER: how many nodes there are.
counts() {
  [ "$(wc -l <"$work/sites")" -eq "$1" ] || fail "$(wc -l <"$work/sites") nodes, not $1"
}

line() { grep -n "// $1\$" "$here/four-sites.cpp" | cut -d: -f1; }

# Objects with an array of doubles, 8 bytes each, 80 for the rest, and 40 for the reference's record.
readonly large=$((5 * (20000 * 8 + 120))) small=$((40 * (500 * 8 + 120)))

for level in O0 O2; do
  compile "$level" "-$level" -g -fno-omit-frame-pointer
  sites attribute_snapshots=1 "$level"
  shows "JSVM_Ref four-sites.cpp:$(line large) ui::Widget::Bind" 5 0 $large
  shows "JSVM_Ref four-sites.cpp:$(line small) ui::remember" 40 0 $small
  shows "JSVM_Ref four-sites.cpp:$(line weak) ui::watch" 0 7 $((7 * 40))
  shows "System / ExportedReferences" 3 0 $((large + small))
  counts 4
done

sites "" O2
counts 4

sites attribute_snapshots=flat O2
shows "System / ExportedReferences" 45 0 $((large + small))
counts 1

sites attribute_snapshots=0 O2
counts 0

# Functions that a stripped program exports keep their names; others are places in the file.
compile stripped -O2 -s -fno-omit-frame-pointer
sites attribute_snapshots=1 stripped
counts 4
grep -qE $'^JSVM_Ref stripped\\+0x[0-9a-f]+\t5\t0\t' "$work/sites" || fail "no module and offset"

[ "$failed" -eq 0 ] && echo "attributed-snapshots: ok"
exit "$((failed > 0))"
