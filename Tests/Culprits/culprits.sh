#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Programs with one fault each, of kinds that a heap snapshot or a tool for native memory alone does not
# explain. The first report, after at most two commands, names the true culprit first.
. "$(dirname "$0")/../../Examples/tests/check.bash"

here=$root/Tests/Culprits
jsvm=$prefix/bin/jsvm
check=JSVM_OPTIONS=leak_check_at_exit=1
for source in "$here"/*.cpp; do
  program=$(basename "$source" .cpp)
  exits "$program compiles" 0 g++ -std=c++17 -O2 -g -fno-omit-frame-pointer -Wall -Wextra -Wpedantic \
    -Werror -I "$prefix/include" "$source" -L "$prefix/lib" "-Wl,-rpath,$prefix/lib" -ljsvm \
    -o "$program"
done

# at PROGRAM MARK: the place of the line with a mark
at() { echo "$1.cpp:$(grep -n "// $2" "$here/$1.cpp" | head -1 | cut -d: -f1)"; }

# first: the first paragraph of the report in the file `errors`
first() { sed -n '/ leak: /,/^$/p' errors | sed '/^$/q'; }

# places: where the stacks of the first paragraph begin
places() { first | sed -nE 's/^    #0 .*\/([a-z-]+\.cpp:[0-9]+)(:[0-9]+)?$/\1/p'; }

# growth PROGRAM ARGUMENT...: the verdict on the program while it runs, in the file `output`. Leaves $pid,
# the number of the process, which has ended.
mkfifo ready
growth() {
  JSVM_OPTIONS=control=1 "./$1" "${@:2}" >ready 2>log &
  pid=$!
  read -r _ <ready
  exits "$1: grows" 3 "$jsvm" mem --gc -t 0.3 --samples 12 "$pid"
  kill "$pid"
  wait "$pid" 2>killed
}

# A listener that is never removed.
exits "listener: leaks" 23 env "$check" ./listener
equal "listener: the line that keeps it" "$(at listener culprit)" "$(places)"
contains "listener: how many, and what they hold" \
  "Strong reference leak: 100 ref(s) from 1 site holding 1.5 MB of JS heap" "$(first)"
contains "listener: who added them" "JS openSession (app.js:4:" "$(first)"
contains "listener: through what" "--context (internal)---> system / Context @" "$(first)"
contains "listener: to what" "--session (context)---> {rows} @" "$(first)"
growth listener steadily
contains "listener: the verdict while it runs" "(12 samples, after GC): JS heap +" "$(cat output)"
contains "listener: blames native code" "→ JS heap grows; " "$(cat output)"
contains "listener: and says how much of it" "% of it is held by 1 native site → run: jsvm refs $pid" \
  "$(cat output)"
equal "listener: which is most" 1 "$(grep -cE 'grows; ([89][0-9]|100)% of it' output)"
equal "listener: and names the line" "$(at listener culprit) add_listener" \
  "$(tail -1 output | sed 's/.* held by //')"

# A delete that is missed on an error path, once in a thousand times.
exits "missed-delete: leaks" 23 env "$check" ./missed-delete
equal "missed-delete: the line" "$(at missed-delete culprit)" "$(places)"
contains "missed-delete: a path, not a habit" "deleted 2997 of 3000" "$(first)"

# Cycles across the boundary.
for kind in "" direct shared; do
  exits "cycle $kind: leaks" 23 env "$check" ./cycle $kind
  equal "cycle $kind: both lines" "$(at cycle culprit) $(at cycle wrapper)" "$(places | paste -sd' ')"
  contains "cycle $kind: how many" "  10 of them are in a cycle with the native owner: #" "$(first)"
  contains "cycle $kind: the owner" ", whose native object 0x" "$(first)"
  contains "cycle $kind: the cure" "make this reference weak" "$(first)"
  equal "cycle $kind: what they hold" 10 \
    "$(first | sed -nE 's/.*holding ([0-9.]+) KB of JS heap.*/\1/p' | awk '{ printf "%.0f", $1 / 8 }')"
done
exits "cycle sound: is none" 0 env "$check" ./cycle sound
equal "cycle sound: nothing is said" "" "$(cat errors)"

# Weak references that are never deleted.
exits "weak: leaks" 23 env "$check" ./weak
equal "weak: the line" "$(at weak culprit)" "$(places)"
contains "weak: what they are" \
  "Weak reference leak: 1000 ref(s) from 1 site, targets collected but never deleted (39.1 KB native)" \
  "$(first)"

# A leak in script alone: no native line is blamed, and the object of script is.
exits "script-only: no native leak" 0 env "$check" ./script-only .
equal "script-only: no native line is blamed" "" "$(cat errors)"
exits "script-only: hunt" 0 "$jsvm" hunt --units B s1-baseline.heapsnapshot s2-target.heapsnapshot \
  s3-final.heapsnapshot
equal "script-only: the class that grows" "200 Visitor" \
  "$(awk '$1 == "COUNT" { getline; print $1, $3; exit }' output)"
contains "script-only: the variable that holds it" "--visitors (context)--->" "$(cat output)"
growth script-only
contains "script-only: the verdict while it runs acquits native code" \
  "→ JS heap grows; no native site holds it: script's own → run: jsvm hunt $pid" "$(tail -1 output)"

# A leak in native memory alone: script is acquitted.
growth native-only
contains "native-only: it is native" "→ native heap" "$(tail -1 output)"
equal "native-only: and not script" 0 "$(tail -1 output | sed 's/.*→ native/native/' | grep -c 'JS heap')"

# Memory outside of the heap, held by few references.
exits "external: leaks" 23 env "$check" ./external
equal "external: the line" "$(at external culprit)" "$(places)"
contains "external: few, but large" "Strong reference leak: 5 ref(s) from 1 site holding 20.0 MB" \
  "$(first)"

growth external steadily
contains "external: the verdict while it runs" \
  "% of it is memory of array buffers and external strings → run: jsvm refs $pid --by held" "$(tail -1 output)"

# A handle scope that is left open.
exits "open-scope: goes on" 0 env JSVM_OPTIONS=log_misuse=1:misuse_stacks=1 ./open-scope
contains "open-scope: what it is" "[JSVM API Misuse][M08]" "$(head -1 errors)"
equal "open-scope: the line" "$(at open-scope culprit)" \
  "$(sed -nE 's/^    #0 .*\/([a-z-]+\.cpp:[0-9]+)(:[0-9]+)?$/\1/p' errors | head -1)"
growth open-scope steadily
contains "open-scope: the verdict while it runs" \
  " is held by open handle scopes → run: jsvm leaks $pid" "$(tail -1 output)"

finish
