# SPDX-License-Identifier: Apache-2.0
#
# What the tests share. Each is called as NAME.sh PREFIX, works in a directory of its own, prints
# one line per claim, and ends with `finish`.
# shellcheck shell=bash
set -uo pipefail
[ $# = 1 ] || { echo "usage: $0 PREFIX" >&2; exit 64; }

prefix=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
examples=$root/Examples
vmhost=$prefix/bin/vmhost
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# pass NAME, or fail NAME [DETAILS]
pass() { echo "ok $1"; }
fail() {
  echo "not ok $1"
  [ $# = 1 ] || printf '%s\n' "$2" | head -30 | sed 's/^/    /'
  failures=$((failures + 1))
}

# equal NAME EXPECTED FOUND
equal() {
  if [ "$2" = "$3" ]; then
    pass "$1"
  else
    fail "$1" "$(diff <(printf '%s\n' "$2") <(printf '%s\n' "$3"))"
  fi
}

# contains NAME EXPECTED FOUND
contains() {
  case $3 in
    *"$2"*) pass "$1" ;;
    *) fail "$1" "expected: $2"$'\n'"found: $3" ;;
  esac
}

# prints NAME EXPECTED COMMAND...: standard output and exit code 0
prints() {
  local name=$1 expected=$2 found code=0
  shift 2
  found=$("$@" 2>errors) || code=$?
  if [ "$code" != 0 ]; then
    fail "$name" "exit code $code: $(cat errors)"
  else
    equal "$name" "$expected" "$found"
  fi
}

# exits NAME CODE COMMAND...: output and errors stay in the files `output` and `errors`
exits() {
  local name=$1 expected=$2 code=0
  shift 2
  { "$@" >output 2>errors; } 2>/dev/null || code=$?  # the shell's own word on signals is not wanted
  if [ "$code" = "$expected" ]; then
    pass "$name"
  else
    fail "$name" "exit code $code, expected $expected"$'\n'"$(cat output errors)"
  fi
}

finish() { [ "$failures" = 0 ]; }
