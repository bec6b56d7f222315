#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Leaks from three snapshots: `jsvm snapshot leaks` and `jsvm hunt`; and what else holds memory.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
for name in leak-1-before leak-2-during leak-3-after; do
  cp "$samples/$name.heapsnapshot.zst" .
done
three=(leak-1-before.heapsnapshot.zst leak-2-during.heapsnapshot.zst leak-3-after.heapsnapshot.zst)

exits "leaks" 0 "$jsvm" snapshot leaks --units B "${three[@]}"
cp output leaks
contains "are counted" "7747 objects allocated between ${three[0]} and ${three[1]} are alive in" \
  "$(head -1 leaks)"
contains "sessions" " 1000    184000  LeakedSession" "$(cat leaks)"
contains "entries" "  250     86000  LeakedEntry" "$(cat leaks)"
contains "in memlab's words" "--Similar leaks in this run: 1000--
--Retained size of leaked objects: 184KB--
[global] (object) @6049 [3.8MB]" "$(cat leaks)"
exits "a limit that holds" 0 "$jsvm" snapshot leaks --max-bytes 100000000 "${three[@]}"
exits "a limit that does not" 23 "$jsvm" snapshot leaks --max-bytes 1000 "${three[@]}"
exits "the wrong order finds nothing" 0 "$jsvm" snapshot leaks "${three[1]}" "${three[0]}" "${three[2]}"
contains "and says so" "No object allocated between" "$(cat output)"
exits "as JSON" 0 "$jsvm" snapshot leaks --json --top 3 "${three[@]}"
equal "with the kinds" "1000 LeakedSession" "$(python3 -c '
import json
first = json.load(open("output"))["leaks"][0]
print(first["count"], first["class"])')"

exits "hunt" 0 "$jsvm" hunt --units B "${three[@]}"
equal "is the same report" "$(cat leaks)" "$(cat output)"
exits "a folder" 0 "$jsvm" hunt --units B .
contains "is read by the alphabet" "7747 objects allocated between ./${three[0]}" "$(cat output)"
mkdir none
exits "a folder without snapshots" 65 "$jsvm" hunt none
exits "a folder that is not there" 74 "$jsvm" hunt absent
exits "two files" 64 "$jsvm" hunt "${three[@]:0:2}"

exits "collections" 0 "$jsvm" snapshot collections "${three[2]}"
contains "have the planted map" "Map @93571" "$(cat output)"
exits "closures" 0 "$jsvm" snapshot closures --units B "${three[2]}"
contains "have the planted listener" " 1500    300000      1500       204000  leakedListener" \
  "$(cat output)"
exits "dead variables need scopes" 65 "$jsvm" snapshot closures --dead "${three[2]}"
exits "references" 0 "$jsvm" snapshot references "${three[2]}"
exits "detached" 0 "$jsvm" snapshot detached "${three[2]}"
for command in collections closures references detached dominators; do
  exits "$command as JSON" 0 "$jsvm" snapshot "$command" --json "${three[2]}"
  cp output report
  exits "is JSON" 0 python3 -m json.tool report
  exits "$command without a file" 74 "$jsvm" snapshot "$command" absent
done

finish
