#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# `jsvm snapshot summary`, `diff`, `between`, `growth`, `strings` and `check`: Chrome DevTools'
# numbers, in lines that are short enough to read.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
before=$samples/leak-1-before.heapsnapshot.zst
during=$samples/leak-2-during.heapsnapshot.zst
after=$samples/leak-3-after.heapsnapshot.zst

# line TEXT: the output's line that ends so, with single spaces
line() { sed 's/^ *//; s/  */ /g' output | grep -F "$1" | head -1; }

exits "summary" 0 "$jsvm" snapshot summary --units B "$before"
equal "has a class's figures" "1000 40000 184000 4 LeakedSession (script 82, line 116)" \
  "$(line LeakedSession)"
equal "says what is left out" "… 154 more classes" "$(tail -1 output)"
contains "is less than 5 KB" "yes" "$([ "$(wc -c <output)" -lt 5000 ] && echo yes)"
exits "summary --shallow" 0 "$jsvm" snapshot summary --units B --shallow "$before"
equal "has no retained sizes" "1000 40000 4 LeakedSession (script 82, line 116)" \
  "$(line LeakedSession)"
exits "summary by type" 0 "$jsvm" snapshot summary --units B --by type "$before"
equal "has types" "12132 448000 string" "$(line ' 448000 string')"
exits "summary by object" 0 "$jsvm" snapshot summary --units B --by object "$before"
equal "has objects" "@6049 8456 2976107 1 object global" "$(line ' global')"
exits "summary --sort name" 0 "$jsvm" snapshot summary --sort name --top 1 --json "$before"
contains "is JSON" '"classCount":174,"classes":[{"name":"(array)"' "$(cat output)"
exits "an order that rows do not have" 64 "$jsvm" snapshot summary --by type --sort retained x
exits "memlab's rules" 0 "$jsvm" snapshot summary --rules memlab --json "$before"
contains "are named" '"rules":"memlab"' "$(cat output)"

exits "diff" 0 "$jsvm" snapshot diff --units B "$before" "$during"
equal "has what was added" "1728 1 +1727 67864 64 +67800 (string)" "$(line '(string)')"
equal "ends with the total" "8675 1163 +7512 506485 78548 +427937 (total of 49 classes)" \
  "$(line total)"
exits "diff --json" 0 "$jsvm" snapshot diff --json --top 1 "$before" "$during"
contains "has the same" '"rows":[{"name":"Array","added":1753,"removed":402,' "$(cat output)"
exits "a snapshot and itself" 0 "$jsvm" snapshot diff --by name "$before" "$before"
contains "do not differ" "(total of 0 classes)" "$(cat output)"

exits "between" 0 "$jsvm" snapshot between --units B "$before" "$during" "$after"
equal "has what lived on" "1000 40000 184000 4 LeakedSession (script 82, line 116)" \
  "$(line LeakedSession)"
contains "and its total" "7747 objects, 454776 (ids @100715 to @121387)" "$(head -1 output)"
exits "between in the wrong order" 65 "$jsvm" snapshot between "$during" "$before"
contains "says so" "taken before" "$(cat errors)"
exits "between with one file" 64 "$jsvm" snapshot between "$before"

exits "growth" 0 "$jsvm" snapshot growth --measure count "$before" "$during" "$after"
equal "marks what rose in every snapshot" \
  "▲ 1000 2000 3000 +2000 LeakedSession (script 82, line 116)" "$(line LeakedSession)"
equal "and leaves out what did not grow" "" "$(line SteadyThing)"

exits "strings" 0 "$jsvm" snapshot strings --units B "$before"
equal "has copies" '300 9600 "get constructor"' "$(line 'get constructor')"

exits "a check that holds" 0 "$jsvm" snapshot check "$after" --max-count class=TransientJob:0 \
  --max-shallow total:100MB
equal "says so" "$after: ok, 2 limits kept" "$(cat output)"
exits "a check that does not" 1 "$jsvm" snapshot check "$after" \
  --max-count class=LeakedSession:10 --max-retained class=LeakedEntry:1KB \
  --max-retained class=SteadyThing:1GB
equal "has a line for each violation" \
  "$after: class LeakedSession: count 3000 is above the limit of 10
$after: class LeakedEntry: retained 252.0 KB is above the limit of 1.0 KB" "$(cat output)"
equal "and nothing on standard error" "" "$(cat errors)"
exits "a limit that is none" 64 "$jsvm" snapshot check "$after" --max-count LeakedSession
exits "a check of nothing" 64 "$jsvm" snapshot check "$after"

echo '{"snapshot":' >damaged
for command in summary diff between growth strings "check --max-count total:1"; do
  read -ra words <<<"$command"
  files=(damaged)
  [[ $command =~ ^(diff|between|growth) ]] && files=("$before" damaged)
  exits "$command of a damaged file" 65 "$jsvm" snapshot "${words[@]}" "${files[@]}"
  contains "says where" "error: damaged: byte 13: " "$(cat errors)"
done

exits "where most of it hangs" 0 "$jsvm" snapshot between "$samples"/leak-{1-before,2-during,3-after}.heapsnapshot.zst --drill
contains "is opened step by step" "What retains most, opened where most of it is:
[" "$(cat output)"
exits "as JSON" 0 "$jsvm" snapshot between "$samples"/leak-{1-before,2-during,3-after}.heapsnapshot.zst --drill --json
equal "from the object that retains most" "101327 []" "$(python3 -c '
import json
drill = json.load(open("output"))["drill"]
print(drill["object"]["id"], drill["path"])')"

finish
