#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# `jsvm mem`: the table and the verdict of living processes, ours and a Node's.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
pids=()
trap 'kill "${pids[@]}" 2>kill.log; rm -rf "$work"' EXIT

# start FILE PROGRAM ARGUMENT...: runs it in the background until it has printed a line to FILE.
# Leaves $pid.
start() {
  local file=$1 waited=0
  shift
  rm -f "$file"
  "$@" >"$file" 2>&1 &
  pid=$!
  pids+=("$pid")
  until [ -s "$file" ] || [ $((waited += 1)) -gt 200 ]; do sleep 0.05; done
}

# column NAME ROW: of the JSON in the file `output`, one line of it
column() {
  python3 -c '
import json, sys
record = json.loads(open("output").readline())
rows = record["rows"] + [dict(record["total"], name="Total")]
print(next(row for row in rows if row["name"] == sys.argv[2])[sys.argv[1]])' "$1" "$2"
}

# between NAME LOW VALUE HIGH
between() {
  if [ "$2" -le "$3" ] && [ "$3" -le "$4" ]; then pass "$1"; else fail "$1" "$3 is not in $2...$4"; fi
}

cat >hold.js <<'JS'
globalThis.list = [];
for (let i = 0; i < 3e5; i++) list.push({ i, name: 'x' + i });
const { heapUsed, heapTotal } = process.memoryUsage();
console.log(Math.trunc(heapUsed / 1024), Math.trunc(heapTotal / 1024));
setInterval(() => {}, 1000);
JS
cat >grow.js <<'JS'
globalThis.list = [];
setInterval(() => { for (let i = 0; i < 2e3; i++) list.push({ i, name: 'x' + i }) }, 20);
console.log('ready');
JS

programs=("$vmhost")
! command -v node >/dev/null || programs+=(node)
for program in "${programs[@]}"; do
  name=$(basename "$program")
  start held "$program" hold.js
  read -r used total <held
  exits "$name: --json" 0 "$jsvm" mem --json "$pid"
  # Pages that hold no object yet are not resident: between used and total, 20 % left for caches.
  between "$name: the JS heap is between used and total" $((used * 8 / 10)) \
    "$(column Pss_Total 'jsvm heap')" $((total * 12 / 10))
  between "$name: Heap_Size is heapTotal" $((total * 8 / 10)) "$(column Heap_Size 'jsvm heap')" \
    $((total * 12 / 10))
  cp output before.json
  rows=$(column Pss_Total Total)
  pss=$(awk '/^Pss:/ { sum += $2 } END { print sum }' "/proc/$pid/smaps")
  between "$name: the total is the kernel's" $((pss * 9 / 10)) "$rows" $((pss * 11 / 10))
  exits "$name: the table" 0 "$jsvm" mem "$pid"
  equal "$name: hidumper's columns" "Pss Shared Shared Private Private Swap SwapPss Heap Heap Heap" \
    "$(head -1 output | xargs)"
  for row in "native heap" "jsvm heap" stack .so "AnonPage other" "FilePage other" Total; do
    contains "$name: row $row" $'\n'"$row  " "$(cat output)"
  done
  contains "$name: how V8's pages are told" "mappings with VmFlags dc nr" "$(cat output)"
  exits "$name: a heap at rest is flat" 0 "$jsvm" mem -t 0.1 --samples 8 "$pid"
  # A heap at rest may still take a page.
  contains "$name: and the verdict says so" "(8 samples): JS heap +" "$(tail -1 output)"
  contains "$name: in a word" "→ flat" "$(tail -1 output)"
  exits "$name: three samples decide nothing" 4 "$jsvm" mem -t 0.05 --samples 3 "$pid"

  start grown "$program" grow.js
  exits "$name: a heap that grows" 3 "$jsvm" mem -t 0.3 --samples 12 "$pid"
  # Its bookkeeping, which V8 keeps in the native heap, may grow with it, but not as fast.
  contains "$name: and the verdict says so" "→ JS heap" "$(tail -1 output)"
  exits "$name: the same as JSON" 3 "$jsvm" mem --json -t 0.2 --samples 12 "$pid"
  equal "$name: JSON lines: samples and a verdict" "12 jsvm.mem/1, 1 GROWING" \
    "$(grep -c '"schema":"jsvm.mem/1"' output) jsvm.mem/1, $(grep -c '"verdict":"GROWING","seconds"' output) GROWING"
  cp output after.json
  exits "$name: mem diff" 0 "$jsvm" mem diff before.json after.json
  contains "$name: mem diff has the rows" $'\njsvm heap' "$(cat output)"
done

start grown "$vmhost" grow.js
"$jsvm" mem -t 0.1 "$pid" >output 2>errors &
watcher=$!
sleep 1
kill -INT "$watcher"
wait "$watcher"
contains "Ctrl-C ends with the verdict" "Verdict over " "$(tail -1 output)"
"$jsvm" mem -t 0.1 "$pid" >output 2>errors &
watcher=$!
sleep 0.5
kill "$pid"
code=0
wait "$watcher" || code=$?
equal "a process that ends while it is watched" "1 error: no process $pid (any more)" \
  "$code $(cat errors)"

exits "no such process" 1 "$jsvm" mem "$pid"
equal "which says so in a line" "error: no process $pid" "$(cat errors)"
exits "a process without V8" 1 "$jsvm" mem "$$"
contains "which says so" "runs no V8" "$(cat errors)"
equal "in a line" 1 "$(wc -l <errors)"
exits "no number" 64 "$jsvm" mem app
exits "no process at all" 64 "$jsvm" mem
exits "an interval of nothing" 64 "$jsvm" mem -t 0 1
exits "a file that is absent" 74 "$jsvm" mem diff none before.json
equal "which says so" "error: none: No such file or directory" "$(cat errors)"
exits "a file that is another" 65 "$jsvm" mem diff hold.js before.json
equal "which says where" "error: hold.js: byte 0: expected an object" "$(cat errors)"
exits "a full disk" 74 sh -c "$jsvm mem diff before.json before.json >/dev/full"
equal "which says so" "error: standard output: No space left on device" "$(cat errors)"

finish
