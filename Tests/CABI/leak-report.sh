#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What is reported about references that were never deleted: programs that leak at known lines are
# compiled in the ways users compile, run, and their reports compared with those lines.
#
# usage: leak-report.sh PREFIX
set -u

prefix=$(CDPATH= cd -- "$1" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
leaks=$here/leaks
cc=${CC:-cc}
cxx=${CXX:-c++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
about=

# compile OUTPUT SOURCE FLAG...
compile() {
  local output=$1 source=$2
  shift 2
  local compiler=("$cc" -std=gnu11)
  case $source in *.cpp) compiler=("$cxx" -std=c++17) ;; esac
  "${compiler[@]}" -Wall -Wextra -Wpedantic -I "$prefix/include" "$@" "$source" -o "$work/$output" \
    -L "$prefix/lib" "-Wl,-rpath,$prefix/lib" -ljsvm -pthread || exit 1
}

# run OPTIONS PROGRAM ARGUMENT...: leaves $status and the files out and err.
run() {
  local options=$1 program=$2
  shift 2
  about="$program $* with JSVM_OPTIONS=$options"
  JSVM_OPTIONS=$options "$work/$program" "$@" >"$work/out" 2>"$work/err"
  status=$?
}

fail() {
  failed=$((failed + 1))
  printf 'FAILED: %s: %s\n' "$about" "$1" >&2
  sed 's/^/    | /' "$work/err" >&2
}

exits() { [ "$status" -eq "$1" ] || fail "exit code $status, not $1"; }
says() { grep -qE -- "$1" "$work/err" || fail "nothing matches: $1"; }
says_not() { ! grep -qE -- "$1" "$work/err" || fail "something matches: $1"; }
# says_times NUMBER PATTERN: how many lines match.
says_times() {
  local seen
  seen=$(grep -cE -- "$2" "$work/err")
  [ "$seen" -eq "$1" ] || fail "$seen lines, not $1, match: $2"
}
silent() { [ ! -s "$work/err" ] || fail "something is printed"; }

# at FILE MARK: the line that a comment marks, as FILE:LINE with the dots quoted.
at() {
  local line
  line=$(grep -nE "// $2\$" "$leaks/$1" | cut -d: -f1)
  printf '%s:%s' "${1//./\\.}" "$line"
}

readonly check=leak_check_at_exit=1
readonly leak_line=$(at missing-delete.c leaks) call_line=$(at missing-delete.c calls)

# Whole reports, with and without optimising.

for level in O0 O2; do
  program=missing-delete-$level
  compile "$program" "$leaks/missing-delete.c" "-$level" -g -fno-omit-frame-pointer

  run $check "$program"
  exits 23
  says '^==[0-9]+==ERROR: JSVM: detected leaked references at DestroyEnv \(env 0x[0-9a-f]+'
  says "^    #0 0x[0-9a-f]+ in bind_widget .*$leak_line(:[0-9]+)?\$"
  says "^    #1 0x[0-9a-f]+ in open_page .*$call_line(:[0-9]+)?\$"
  says '^    #2 0x[0-9a-f]+ in main .*missing-delete\.c:[0-9]+'
  says_not '^    #3 '
  says '^  deleted 3 of 10; refcount 1'
  says '^SUMMARY: JSVM: 7 reference\(s\) leaked at 1 site\(s\)'
  says_times 1 '^SUMMARY'
  says_not 'stack is short'
  says '^Strong reference leak: 7 ref\(s\) from 1 site holding [0-9.]+ K?B of JS heap \(exclusive; [0-9.]+ K?B with shared\), created at:$'
  says '^  keeps alive, e.g.: #[0-9]+ .* @[0-9]+ .*\[[0-9.]+(KB| bytes)\]$'
  says '^SUMMARY: .*, [0-9.]+ K?B of JS heap held\.$'
  grep -q "the program's own output" "$work/out" || fail "the program's output is lost"

  # Its own exit code is replaced only if something leaked.
  run $check "$program" leaky 5
  exits 23
  run $check "$program" leaky 5 exit
  exits 23
  run $check "$program" cured
  exits 0
  silent
  run $check "$program" cured 5
  exits 5
  silent

  # Nothing asked for: one line, and the program's own exit code.
  run "" "$program" leaky 5
  exits 5
  [ "$(wc -l <"$work/err")" -eq 1 ] || fail "not one line"
  says "^JSVM: 7 reference\(s\) created at 1 site\(s\) .*bind_widget .*$leak_line"
  says 'leak_check_at_exit=1'
  run "" "$program" cured
  exits 0
  silent
done
program=missing-delete-O2

env -u JSVM_OPTIONS "$work/$program" leaky 5 >"$work/out" 2>"$work/err"
status=$?
about="$program without JSVM_OPTIONS"
exits 5
says_times 1 '^JSVM: 7 reference'

# Options.

run leak_report=off "$program" leaky 5
exits 5
silent
run leak_report=full "$program" leaky 5
exits 5
says "bind_widget .*$leak_line"
says '^SUMMARY'
run leak_report=summary:$check "$program"
exits 23
says_times 1 '^JSVM: 7 reference'
says_not '^SUMMARY'
run leak_report=off:$check "$program" leaky 5
silent
run $check:exitcode=7 "$program" leaky 5
exits 7
says '^SUMMARY'
run exitcode=7 "$program" leaky 5
exits 5
run $check:held=0 "$program" leaky 5
exits 23
says_not 'holding|keeps alive|held'
run $check:exitcode=0 "$program" leaky 5
says '^SUMMARY'
run $check:stack_depth=1 "$program"
exits 23

run "$check:log_path='$work/log.%p'" "$program"
exits 23
silent
logs=("$work"/log.*)
[ ${#logs[@]} -eq 1 ] && [ -f "${logs[0]}" ] || fail "not one log: ${logs[*]}"
log_pid=${logs[0]##*.}
grep -qE "^==$log_pid==ERROR: JSVM" "${logs[0]}" || fail "the log's name is not its process"
grep -q '^SUMMARY' "${logs[0]}" || fail "the log is not whole"
run "$check:log_path=$work/absent/log" "$program"
exits 23
says '^SUMMARY'

run leak_chek_at_exit=1 "$program" cured
exits 0
says_times 1 'unknown option "leak_chek_at_exit".*"leak_check_at_exit"'
says_times 1 .
run "zzz=1:$check" "$program"
exits 23
says 'unknown option "zzz"'
run $check=maybe "$program" cured
exits 0
says 'leak_check_at_exit'
run leak_check_at_exit=maybe "$program" cured
exits 0
says '"leak_check_at_exit".*"maybe"'
run exitcode=300:$check "$program"
exits 23
says '"exitcode".*"300"'
run :::=:: "$program" cured
exits 0
run help=1 "$program" cured
exits 0
for option in leak_check_at_exit leak_report leak_report_format held suppressions baseline exitcode \
  log_path stack_depth js log_misuse misuse_stacks track_deletions help; do
  says "$option="
done

# The guide's snippet, and with its last line restored.

compile guide "$leaks/guide.cpp" -O0 -g -fno-omit-frame-pointer
guide_line=$(grep -n '^OH_JSVM_CreateReference' "$leaks/guide.cpp" | cut -d: -f1)
run $check guide
exits 23
says "^    #0 0x[0-9a-f]+ in snippet.* .*guide\\.cpp:$guide_line(:[0-9]+)?\$"
says '^  deleted 0 of 1; refcount 1'
says '^SUMMARY: JSVM: 1 reference\(s\) leaked at 1 site\(s\)'
mkdir "$work/cured"
cp "$here/check.h" "$work"
sed 's|^// OH_JSVM_DeleteReference|OH_JSVM_DeleteReference|' "$leaks/guide.cpp" \
  >"$work/cured/guide.cpp"
compile guide-cured "$work/cured/guide.cpp" -O0 -g -fno-omit-frame-pointer
run $check guide-cured
exits 0
silent

# What is left when the program does not clean up.

compile left-alive "$leaks/left-alive.c" -O2 -g -fno-omit-frame-pointer
left_line=$(at left-alive.c leaks)
for what in env scopes; do
  run $check left-alive $what
  exits 23
  says '^==[0-9]+==ERROR: JSVM: detected leaked references at exit'
  says "^    #0 0x[0-9a-f]+ in main .*$left_line"
  says_times 1 '^SUMMARY: JSVM: 2 reference\(s\) leaked at 1 site\(s\)'
done
run $check left-alive vm
exits 23
says '^==[0-9]+==ERROR: JSVM: detected leaked references at DestroyVM \(vm 0x[0-9a-f]+'
says "^    #0 0x[0-9a-f]+ in main .*$left_line"
says_times 1 '^SUMMARY: JSVM: 2 reference\(s\) leaked at 1 site\(s\)'
run "" left-alive vm
exits 0
says_times 1 '^JSVM: 2 reference\(s\) created at 1 site\(s\) .*DestroyVM'

# Kinds and states.

compile weak "$leaks/weak.c" -O0 -g -fno-omit-frame-pointer
run $check weak
exits 23
says_times 2 '^Weak reference leak'
says '^Weak reference leak: 3 ref\(s\) from 1 site, created at:$'
says "in to_living .*$(at weak.c living)"
says '^Weak reference leak: 2 ref\(s\) from 1 site, targets collected but never deleted \(80 B native\)'
says "in to_collected .*$(at weak.c collected)"
says '^Data reference leak: 1 data ref\(s\) from 1 site holding [0-9.]+ K?B of JS heap \(exclusive; '
says "in to_data .*$(at weak.c data)"
says '^  deleted 0 of 1; refcount 3'
says '^SUMMARY: JSVM: 7 reference\(s\) leaked at 4 site\(s\)'
last_strong=$(grep -nE '^(Strong|Data) ' "$work/err" | tail -n 1 | cut -d: -f1)
first_weak=$(grep -nE '^Weak ' "$work/err" | head -n 1 | cut -d: -f1)
[ "${last_strong:-0}" -lt "${first_weak:-0}" ] || fail "weak references come before strong ones"

# Names.

compile members "$leaks/members.cpp" -O2 -g -fno-omit-frame-pointer
run $check members
exits 23
says "#0 0x[0-9a-f]+ in ui::Widget::Widget\(JSVM_Env__\*\) .*$(at members.cpp constructor)"
says "#0 0x[0-9a-f]+ in ui::Widget::Bind\(int, char const\*\) .*$(at members.cpp member)"
says "#0 0x[0-9a-f]+ in (void )?ui::keep<long>\(JSVM_Env__\*, long\) .*$(at members.cpp template)"
# A lambda's function is named as the compiler pleases.
says "#0 0x[0-9a-f]+ in .*(operator\(\)|lambda).* .*$(at members.cpp lambda)"
says '^SUMMARY: JSVM: 7 reference\(s\) leaked at 4 site\(s\)'
says_not '_ZN'

compile second-thread "$leaks/second-thread.c" -O2 -g -fno-omit-frame-pointer
run $check second-thread
exits 23
says "^    #0 0x[0-9a-f]+ in work .*$(at second-thread.c leaks)"
says_not '^    #1 '
says '^  deleted 0 of 1'
says_not 'stack is short'

compile called-by-script "$leaks/called-by-script.c" -O2 -g -fno-omit-frame-pointer
run $check called-by-script
exits 23
says "^    #0 0x[0-9a-f]+ in keep .*$(at called-by-script.c leaks)"
says '^Strong reference leak: 3 ref\(s\) from 1 site'
says_not ' in \$s'
says '^    JS onClick \(app\.js:2:[0-9]+\)'

# Ages: a reference that lived through collections says when it was made.

run $check weak
says '; oldest [0-9.]+s \(GC #[0-9]+\), newest [0-9.]+s$'

# Other objects than references.

compile kinds "$leaks/kinds.c" -O0 -g -fno-omit-frame-pointer
run $check kinds
exits 23
says '^Deferred leak: 1 deferred\(s\) from 1 site holding [0-9.]+ K?B of JS heap \(exclusive; .*, created at:'
says "main .*$(at kinds.c deferred)"
says '^Script leak: 1 script\(s\) from 1 site holding [0-9.]+ K?B of JS heap \(exclusive; .*, created at:'
says "main .*$(at kinds.c script)"
says '^Profiler leak: 1 profiler\(s\) from 1 site, created at:'
says "main .*$(at kinds.c profiler)"
says '^Backing store leak: 2 backing store\(s\) from 1 site, created at:'
says "main .*$(at kinds.c block)"

# Rules: suppressions, and baselines with ceilings.

echo 'leak:bind_widget # known' >"$work/rules"
run "$check:suppressions=$work/rules" "$program"
exits 0
says_not 'ERROR'
says '^Suppressions used:'
says '^      7 leak:bind_widget$'
for rule in leak:missing-delete.c: lib:missing-delete 'leak:^open_page$' 'leak:bind*max= max=7'; do
  echo "$rule" >"$work/rules"
  [ "$rule" != 'leak:bind*max= max=7' ] || echo 'leak:bind_* max=7' >"$work/rules"
  run "$check:suppressions=$work/rules" "$program"
  exits 0
done
for rule in leak:other js:bind_widget 'leak:bind_widget max=6' 'lib:^missing'; do
  echo "$rule" >"$work/rules"
  run "$check:baseline=$work/rules" "$program"
  exits 23
  says '^SUMMARY'
done
echo 'leak:bind_widget max=6' >"$work/rules"
run "$check:baseline=$work/rules" "$program"
says '^  more than the baseline allows: leak:bind_widget max=6$'
run "leak_report=summary:suppressions=$work/rules" "$program" leaky 5
says_times 1 '^JSVM: 7 reference'
echo 'leak:bind_widget' >"$work/rules"
run "suppressions=$work/rules" "$program" leaky 5
exits 5
silent
run "$check:suppressions=$work/absent" "$program"
exits 23
says "^JSVM: cannot read $work/absent: No such file"
printf 'leak:bind_widget\nbind_widget\n' >"$work/rules"
run "$check:suppressions=$work/rules" "$program"
exits 23
says "^JSVM: $work/rules:2: leak:, lib: or js: expected; none of its rules holds"

# A baseline that the library wrote holds what it was written from.
run $check:leak_report_format=baseline "$program"
exits 23
cp "$work/err" "$work/baseline"
says_times 1 '^leak:.*missing-delete\.c:[0-9]+\$ max=7$'
run "$check:baseline=$work/baseline" "$program"
exits 0
says '^      7 leak:.* max=7$'

run $check:leak_report_format=json "$program"
exits 23
says_times 1 .
python3 - "$work/err" "${leak_line##*:}" <<'PYTHON' || fail "not the JSON that was expected"
import json, sys
report = json.loads(open(sys.argv[1]).read())
leak = report["leaks"][0]
assert report["schema"] == 1 and report["occasion"] == "DestroyEnv" and report["leaked"] == 7
assert leak["state"] == "strong" and leak["count"] == 7 and leak["deleted"] == 3
assert leak["frames"][0]["function"] == "bind_widget"
assert leak["frames"][0]["line"] == int(sys.argv[2])
PYTHON

# What a program brings along; JSVM_OPTIONS wins.

for level in O0 O2; do
  compile hooks-$level "$leaks/hooks.cpp" -$level -g -fno-omit-frame-pointer
  run "" hooks-$level
  exits 0
  says '^      1 leak:\^known_leak$'
  run "" hooks-$level new
  exits 9
  says 'detected leaked references at DestroyEnv'
  says "#0 0x[0-9a-f]+ in new_leak.* .*$(at hooks.cpp new)"
  says_not ' in known_leak'
  says '^SUMMARY: JSVM: 1 reference\(s\) leaked at 1 site\(s\), [0-9]+ B of JS heap held\. \(1 suppressed: 1 pattern\)$'
  run exitcode=7 hooks-$level new
  exits 7
done

# Checks that a program asks for.

compile checks "$leaks/checks.c" -O0 -g -fno-omit-frame-pointer
run "" checks
exits 0
silent
run "" checks recoverable
exits 0
says '^==[0-9]+==ERROR: JSVM: detected leaked references at logout$'
says "^    #0 0x[0-9a-f]+ in keep .*$(at checks.c keeps)"
run leak_report=off checks recoverable
exits 0
silent
run "" checks final
exits 23
says 'detected leaked references at leak check$'
says_not 'goes on'
run exitcode=4 checks final
exits 4
run "" checks scope
exits 0
says 'detected leaked references at the end of test scope "page"$'
run $check checks named
exits 23
says 'at DestroyEnv \(env 0x[0-9a-f]+ "main"\)$'

# Misuse, as it is printed: so many lines a second.
run "" checks misuse
silent
run log_misuse=1 checks misuse
exits 0
says '^\[JSVM API Misuse\]\[M05\] OH_JSVM_DeleteReference: the handle was never given out$'
lines=$(grep -c '\[M05\]' "$work/err")
[ "$lines" -ge 20 ] && [ "$lines" -le 60 ] || fail "$lines lines"
run log_misuse=1:misuse_stacks=1:track_deletions=1 checks again
silent

# Programs with less in them.

compile exporting "$leaks/missing-delete.c" -O0 -fno-omit-frame-pointer -rdynamic -Dstatic= \
  -Dinline=
strip "$work/exporting"
run $check exporting
exits 23
says '^    #0 0x[0-9a-f]+ in bind_widget \(.*/exporting\+0x[0-9a-f]+\)$'
says '^    #1 0x[0-9a-f]+ in open_page \('
says '^  deleted 3 of 10'

cp "$work/missing-delete-O0" "$work/stripped"
strip "$work/stripped"
run $check stripped
exits 23
says '^    #0 0x[0-9a-f]+ \(.*/stripped\+0x[0-9a-f]+\)$'
says '^  deleted 3 of 10'
says_not ' in (bind_widget|open_page)'

# The offset is one that addr2line understands.
offset=$(sed -nE 's|^    #0 .*/stripped\+(0x[0-9a-f]+)\)$|\1|p' "$work/err")
if command -v addr2line >/dev/null; then
  addr2line -e "$work/missing-delete-O0" "$offset" | grep -qE "$leak_line( |\$)" ||
    fail "addr2line finds another line at $offset"
fi

# Another compiler's debug information.
if command -v clang >/dev/null; then
  cc=clang compile by-clang "$leaks/missing-delete.c" -O2 -g -fno-omit-frame-pointer
  run $check by-clang
  exits 23
  says "^    #0 0x[0-9a-f]+ in bind_widget .*$leak_line(:[0-9]+)?\$"
  says "^    #1 0x[0-9a-f]+ in open_page .*$call_line(:[0-9]+)?\$"
  says '^  deleted 3 of 10'
fi

# Without frame pointers the callers of the caller may be lost, but not the caller.
compile frameless "$leaks/missing-delete.c" -O2 -g -fomit-frame-pointer
run $check frameless
exits 23
says "^    #0 0x[0-9a-f]+ in bind_widget .*$leak_line"
says '^  deleted 3 of 10'

[ "$failed" -eq 0 ] || echo "$failed failed" >&2
[ "$failed" -eq 0 ]
