#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The page of `jsvm snapshot report`, opened in headless Chromium: nothing complains, everything is
# filled, and it is used with the mouse and the keyboard. PICTURES=DIRECTORY keeps what it looks like.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
browser=$root/Tests/CommandLine/browser.py
pictures=${PICTURES:-.}

if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null ||
    { fail "chromium is there"; exit 1; }
fi

leaks=("$samples"/leak-{1-before,2-during,3-after}.heapsnapshot.zst)
exits "three snapshots make a page" 0 "$jsvm" snapshot report "${leaks[@]}" -o page.html
equal "nothing is printed" "" "$(cat output errors)"

# opens NAME EXPECTED [OPTION...] PAGE STEP...: the values of the steps, and no complaint.
opens() {
  local name=$1 expected=$2
  shift 2
  prints "$name" "$expected" "$browser" "$@"
}

opens "the figures are DevTools'" "$(printf '%s\n' '"4.2 MB"' '"+861.3 KB"' 3)" page.html \
  'document.querySelector("#figures tbody tr td:nth-child(4)").textContent' \
  'document.querySelector("#figures tbody tr td:last-child").textContent' \
  'document.querySelectorAll("#plot circle").length'
opens "the planted leak is among what grows" true page.html \
  '[...document.querySelectorAll("#growing button")].some(b => b.textContent === "LeakedSession")'
opens "a way to a root opens and closes on a click" "$(printf '%s\n' true true '"true"' '"false"')" \
  page.html 'document.querySelector("#largest .path") === null' \
  'click:#largest li:nth-child(2) .opener' \
  'document.querySelectorAll("#largest .path li").length > 2' \
  'document.querySelector("#largest li:nth-child(2) .opener").getAttribute("aria-expanded")' \
  'click:#largest li:nth-child(2) .opener' \
  'document.querySelector("#largest li:nth-child(2) .opener").getAttribute("aria-expanded")'
opens "classes are found, sorted and chosen" \
  "$(printf '%s\n' '"LeakedSession"' '"descending"' '"LeakedSession"' true)" page.html \
  'document.querySelector("#filter").focus()' text:LeakedSession \
  'document.querySelector("#viewport tbody .name").textContent' \
  'click:#viewport th:nth-child(3) button' \
  'document.querySelector("#viewport th:nth-child(3)").getAttribute("aria-sort")' \
  'click:#viewport tbody tr[aria-rowindex]' \
  'document.querySelector("#detail h3").textContent' \
  'document.querySelectorAll("#detail .path li").length > 2'
opens "the table is walked with the keyboard, and draws what is in view" \
  "$(printf '%s\n' '"3"' true true)" page.html \
  'click:#viewport tbody tr[aria-rowindex]' key:ArrowDown \
  'document.activeElement.getAttribute("aria-rowindex")' key:End \
  'document.activeElement.getAttribute("aria-rowindex") ===
    document.querySelector("#viewport table").getAttribute("aria-rowcount")' \
  'document.querySelectorAll("#viewport tbody tr").length < 60'
opens "the tree is walked, zoomed into and out of with the keyboard" \
  "$(printf '%s\n' '"2"' 1 true '"1"')" page.html \
  'click:#icicle [role=treeitem]' key:ArrowDown \
  'document.activeElement.getAttribute("aria-level")' key:Enter \
  'document.querySelectorAll("#icicle [aria-level=\"1\"]").length' \
  'document.querySelectorAll("#crumbs button").length > 0' key:Escape \
  'document.activeElement.getAttribute("aria-level")'
opens "the colours follow the system's" true --dark page.html \
  'getComputedStyle(document.body).backgroundColor === "rgb(20, 23, 27)"'
opens "a narrow window is not scrolled sideways" 380 --width 380 page.html \
  'document.documentElement.scrollWidth'

exits "one snapshot makes a page" 0 "$jsvm" snapshot report "${leaks[2]}" --classes 5 -o one.html
opens "without growth, and with what is left out" "$(printf '%s\n' true true)" one.html \
  'document.querySelector("#growth").hidden' \
  '/smaller ones are not in the report/.test(document.querySelector("#shown").textContent)'

opens "other ways open below the shortest" "$(printf '%s\n' true true true)" page.html \
  'window.many = [...document.querySelectorAll("#largest > li")].findIndex((li, index) =>
    ways.has(data.largest[index])) + 1; many > 0' \
  'document.querySelectorAll("#largest > li")[many - 1].querySelector(".opener").id = "first-opener"; undefined' \
  'click:#first-opener' \
  'window.paths = document.querySelectorAll("#largest .path").length; paths === 1' \
  'document.querySelectorAll("#largest > li")[many - 1].querySelector("div .opener").id = "way-opener"; undefined' \
  'click:#way-opener' 'document.querySelectorAll("#largest .path").length === paths + 1'

python3 - >million.heapsnapshot <<'END'
count = 1000000
print('{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],'
      '"node_types":[["hidden","array","string","object","code","closure","regexp","number","native",'
      '"synthetic"]],"edge_fields":["type","name_or_index","to_node"],'
      '"edge_types":[["context","element","property"]]}},"nodes":[9,0,1,0,', count, end="", sep="")
for node in range(1, count + 1):
    print(",3,", node, ",", 2 * node + 1, ",", 16 + 8 * (node % 100), ",0", end="", sep="")
print('],"edges":[', end="")
print(",".join(f"1,{node},{5 * node}" for node in range(1, count + 1)), end="")
print('],"strings":[""', end="")
for node in range(1, count + 1):
    print(',"Class', node, " ", "with a long name " * (20 if node % 1000 == 0 else 1), '"', end="", sep="")
print("]}")
END
exits "a million classes" 0 "$jsvm" snapshot report million.heapsnapshot -o million.html
exits "make a page that is no larger for it" 0 test "$(stat -c %s million.html)" -lt 2000000
opens "that says how many it leaves out" "$(printf '%s\n' true true)" million.html \
  'document.querySelectorAll("#viewport tbody tr").length > 10' \
  '/99\d,\d{3} smaller ones are not in the report/.test(document.querySelector("#shown").textContent)'
rm million.heapsnapshot

"$browser" --height 2400 page.html 'click:#largest li:nth-child(2) .opener' \
  'scrollTo(0, 0)' "shot:$pictures/light.png" >/dev/null
"$browser" --height 2400 --dark page.html "shot:$pictures/dark.png" >/dev/null
"$browser" --height 2400 --width 400 page.html "shot:$pictures/narrow.png" >/dev/null
equal "pictures are taken" 3 "$(find "$pictures" -name '*.png' -size +10k | wc -l)"

echo old >kept
exits "a file that is no snapshot" 65 "$jsvm" snapshot report "$browser" -o kept
exits "a folder that is not there" 74 "$jsvm" snapshot report "${leaks[0]}" -o absent/page.html
exits "no output" 64 "$jsvm" snapshot report "${leaks[0]}"
equal "leave what was there" old "$(cat kept)"
equal "and no rest" "" "$(find . -name '*partial*')"

finish
