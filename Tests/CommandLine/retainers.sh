#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Why objects are alive: `jsvm snapshot retainers`, `dominators`, `what-if`, and their errors.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
file=$samples/leak-3-after.heapsnapshot.zst

prints "the nearest way is in memlab's text" \
  'LeakedSession @72089: distance 4, 2 retainers

[global] (object) @6049
  --__leak (property)--->  [{leaky, map, bus, jobs, freed, steady, pool, dup, timers, hidden, stray}] (object) @6169
  --leaky (property)--->  [Array] (object) @93569
  --0 (element)--->  [LeakedSession] (object) @72089' \
  "$jsvm" snapshot retainers "$file" @72089
prints "sizes come on request" "  --0 (element)--->  [LeakedSession] (object) @72089 [184 bytes]" \
  bash -c "'$jsvm' snapshot retainers --retained '$file' 72089 | tail -1"
exits "objects of a class" 0 "$jsvm" snapshot retainers "$file" --class LeakedEntry --top 2
equal "as many as asked for" 2 "$(grep -c 'LeakedEntry @.*: distance' output)"
exits "ways that differ" 0 "$jsvm" snapshot retainers --paths 5 "$file" @72089
equal "are two" 2 "$(grep -c '^\[global\]' output)"
contains "the second over the elements of the array" \
  "  --elements (internal)--->  [(object elements)] (array) @124435" "$(cat output)"
exits "as JSON" 0 "$jsvm" snapshot retainers --paths 5 --json "$file" @72089
equal "with all" '[["0","leaky","__leak"],["0","elements","leaky","__leak"]]' \
  "$(python3 -c 'import json; print(json.dumps([[s["edge"] for s in p] for p in json.load(open("output"))[0]["paths"]], separators=(",", ":")))')"
exits "no ways at all" 64 "$jsvm" snapshot retainers --paths 0 "$file" @72089
exits "all ways" 0 "$jsvm" snapshot retainers --all "$file" @72089
contains "have the elements of the array" "(object elements)" "$(cat output)"
exits "without the list" 0 "$jsvm" snapshot retainers --ignore @93569 "$file" @72089
contains "the array's elements hold nothing either" "only ignored objects hold it" "$(cat output)"
older=$samples/leak-2-during.heapsnapshot.zst
exits "since an older snapshot" 0 "$jsvm" snapshot retainers --before "$older" "$file" @72089
contains "the edges stayed" "  stayed: --0 (element)--->  from Array @93569" "$(cat output)"
exits "as JSON" 0 "$jsvm" snapshot retainers --json "$file" @72089
equal "with every step" '["0","leaky","__leak"]' \
  "$(python3 -c 'import json; print(json.dumps([s["edge"] for s in json.load(open("output"))[0]["path"]], separators=(",", ":")))')"

exits "an object that is not there" 1 "$jsvm" snapshot retainers "$file" @4
equal "is named" "error: $file: no object @4" "$(cat errors)"
exits "no object at all" 64 "$jsvm" snapshot retainers "$file"
exits "a file that is not there" 74 "$jsvm" snapshot retainers absent @1
echo '{"snapshot":' >broken
exits "a file that ends early" 65 "$jsvm" snapshot retainers broken @1
contains "says where" "error: broken: byte " "$(cat errors)"

exits "dominators" 0 "$jsvm" snapshot dominators --units B "$file" @93569
contains "what an object retains" "Array @93569 retains 587840" "$(cat output)"
contains "what is above" "  below global @6049  3860051" "$(cat output)"

exits "what if" 0 "$jsvm" snapshot what-if --units B "$file" --remove @93569
contains "frees what it retains" "frees 587840 in " "$(cat output)"
exits "the same by its edge" 0 "$jsvm" snapshot what-if --units B "$file" --remove-edge @6169.leaky
contains "frees as much" "frees 587840 in " "$(cat output)"
exits "an edge that is not there" 1 "$jsvm" snapshot what-if "$file" --remove-edge @6169.nope
exits "a site that is not there" 1 "$jsvm" snapshot what-if "$file" --remove-site nope
exits "nothing to remove" 64 "$jsvm" snapshot what-if "$file"

finish
