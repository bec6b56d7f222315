#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Samples of the JSVM-API guides run as they stand. With JSVM_DOCUMENTS naming a directory of
# guides, jsvm-trigger-gc.txt is tried as well.
. "$(dirname "$0")/check.bash"

run_sample() { "$root/Scripts/run-sample" "$1" --prefix "$prefix"; }
sample=$examples/Support/samples/gc-handlers-sample.cpp

exits "a sample" 0 run_sample "$sample"
contains "logs integers" "gc type: 4, gc flag: 4" "$(cat output)"
contains "logs strings" "data: full collections only" "$(cat output)"
contains "refuses the same handler" "added twice: refused" "$(cat output)"
contains "succeeds" "JSVM GC handlers: success" "$(cat output)"
contains "logs a call that fails" "OH_JSVM_CoerceToObject(env, undefined, &result): status 2" \
  "$(cat output)"
contains "and its exception" "pending: TypeError" "$(cat output)"

# The same sample in a guide, and in a guide that lost its newlines.
{
  printf '# Guide\n\n```cpp\n'
  sed '/^const char \*srcCallNative/,$d' "$sample"
  printf '```\n#### JS\nconst char *srcCallNative = R"JS(countCollections();)JS";\n\n#### Result\n'
} >guide.md
exits "a guide" 0 run_sample guide.md
contains "runs its sample" "JSVM GC handlers: success" "$(cat output)"
grep -v '^ *//' guide.md | awk '{ printf "%s%d%s", (NR > 1 ? " " : ""), NR, $0 }' >guide.txt
exits "a guide without newlines" 0 run_sample guide.txt
contains "runs its sample too" "JSVM GC handlers: success" "$(cat output)"

sed 's/countCollections() < 1/true/' "$sample" >throws.cpp
exits "a script that throws" 1 run_sample throws.cpp
contains "shows its error" "Uncaught Error: no collection" "$(cat output)"
echo "no C++" >empty.md
exits "a guide without a sample" 1 run_sample empty.md
exits "a missing file" 1 run_sample nowhere.cpp
equal "is named" "run-sample: cannot read nowhere.cpp" "$(cat errors)"
exits "no arguments" 64 "$root/Scripts/run-sample"

guide=${JSVM_DOCUMENTS:-}/jsvm-trigger-gc.txt
if [ -r "$guide" ]; then
  exits "the guide to garbage collection" 0 run_sample "$guide"
  equal "prints its expected result" "$(
    cat <<'TEXT'
== before GC ==
gc type: 4
gc flag: 4
== before GC2 ==
gc type: 4
gc flag: 4
data: 2024
JSVM Trigger GC: success
TEXT
  )" "$(cat output)"
fi

finish
