#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The one-file examples: each runs, says what it shows, and the leaks are found where they are.
. "$(dirname "$0")/check.bash"

flags=(
  -O1 -g -fno-omit-frame-pointer -Wall -Wextra -Wpedantic -Werror
  -I "$prefix/include" -L "$prefix/lib" "-Wl,-rpath,$prefix/lib"
)
for source in "$examples"/*.c; do
  program=$(basename "$source" .c)
  exits "$program compiles" 0 gcc -std=c11 "${flags[@]}" "$source" -ljsvm -o "$program"
  exits "$program runs" 0 env JSVM_OPTIONS= "./$program"
  cp output "$program.output"
done
exits "leak-guide compiles" 0 g++ -std=c++17 "${flags[@]}" "$examples/leak-guide.cpp" -ljsvm \
  -o leak-guide
exits "leak-guide compiles, cured" 0 g++ -std=c++17 -DCURED "${flags[@]}" \
  "$examples/leak-guide.cpp" -ljsvm -o leak-guide-cured

equal "first-program" "6 * 7 = 42" "$(cat first-program.output)"
contains "gc-handlers: type and flag" "before gc type  4 (mark-sweep-compact), gc flag 4" \
  "$(cat gc-handlers.output)"
contains "gc-handlers: the same twice" "once more: refused" "$(cat gc-handlers.output)"
contains "gc-handlers: scavenges" "scavenges were counted" "$(cat gc-handlers.output)"
equal "memory-pressure: what is collected" "still there,still there,gone,gone" \
  "$(sed 's/.*garbage: //' memory-pressure.output | paste -sd,)"
equal "heap-statistics: thirteen numbers" 14 "$(wc -l <heap-statistics.output)"

contains "memory-marks: what is balanced" "3000 created, 3000 given back,  0 left: page_open" \
  "$(cat memory-marks.output)"
contains "memory-marks: one in a thousand" "3000 created, 2997 given back,  3 left: page_listen" \
  "$(cat memory-marks.output)"

# grows FILE: whether the heap at the end is ten times what it was in the beginning
grows() { awk '{ used = $(NF - 1) } NR == 1 { first = used } END { exit used < 10 * first }' "$1"; }
./reference-leak --cured >cured.output
if grows reference-leak.output; then pass "reference-leak grows"; else fail "reference-leak grows" "$(cat reference-leak.output)"; fi
if grows cured.output; then fail "reference-leak --cured is flat" "$(cat cured.output)"; else pass "reference-leak --cured is flat"; fi

# leaks PROGRAM SOURCE COUNT FUNCTION: the report names function, file and line
leaks() {
  local line
  line=$(grep -n 'OH_JSVM_CreateReference(env' "$examples/$2" | head -1 | cut -d: -f1)
  exits "$1: the leak check fails" 23 env JSVM_OPTIONS=leak_check_at_exit=1 "./$1"
  contains "$1: the report counts" "$3" "$(cat errors)"
  contains "$1: the report names the function" "$4" "$(cat errors)"
  contains "$1: the report names the line" "$2:$line" "$(cat errors)"
}
leaks reference-leak reference-leak.c '5000 ref(s)' widget_bind
leaks leak-guide leak-guide.cpp '1 ref(s)' ShowModel
exits "reference-leak --cured: nothing to report" 0 \
  env JSVM_OPTIONS=leak_check_at_exit=1 ./reference-leak --cured
exits "leak-guide, cured: nothing to report" 0 \
  env JSVM_OPTIONS=leak_check_at_exit=1 ./leak-guide-cured
for program in first-program gc-handlers memory-pressure heap-statistics; do
  exits "$program leaks nothing" 0 env JSVM_OPTIONS=leak_check_at_exit=1 "./$program"
done

finish
