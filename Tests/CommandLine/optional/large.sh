#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A snapshot of one line, whose text of strings is longer than 4 GiB: the last string lies beyond what 32
# bits count.
# Writes 4.4 GB into $TMPDIR; not part of Scripts/test.
#
# usage: large.sh PREFIX     where Scripts/build put bin/jsvm
set -eu
jsvm=$(CDPATH= cd -- "${1:?usage: large.sh PREFIX}/bin" && pwd)/jsvm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$work/large.heapsnapshot" <<'PYTHON'
import sys

fillers = 4400
meta = """{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],
"node_types":[["hidden","array","string","object","code","closure","regexp","number","native",
"synthetic","concatenated string","sliced string","symbol","bigint"],"string","number","number","number",
"number","number"],"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number",
"node"],"trace_function_info_fields":[],"trace_node_fields":[],"sample_fields":[],"location_fields":[]}"""
last = fillers + 2
with open(sys.argv[1], "w") as file:
    file.write('{"snapshot":{"meta":' + meta.replace("\n", "") + ',"node_count":3,"edge_count":2,')
    file.write('"trace_function_count":0},"nodes":[9,0,1,0,1,0,0,9,1,3,0,1,0,0,')
    file.write(f"3,{last},5,48,0,0,0],")
    file.write(f'"edges":[1,1,7,2,{last},14],"trace_function_infos":[],"trace_tree":[],')
    file.write('"samples":[],"locations":[],"strings":["","(GC roots)",')
    filler = '"' + "x" * 999_990 + '",'
    for _ in range(fillers):
        file.write(filler)
    file.write('"BeyondFourGibibytes"]}\n')
PYTHON

[ "$(stat -c %s "$work/large.heapsnapshot")" -gt $((1 << 32)) ] || { echo "not ok the file is large"; exit 1; }
found=$("$jsvm" snapshot summary "$work/large.heapsnapshot")
case $found in
  *BeyondFourGibibytes*) echo "ok a name beyond 4 GiB is read" ;;
  *) printf 'not ok a name beyond 4 GiB is read\n%s\n' "$found"; exit 1 ;;
esac
