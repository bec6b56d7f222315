#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A program that leaks is seen to grow, and is flat once it is cured. With JSVM_DOCUMENTS naming a
# directory of guides, the program of node-memory-leak-three-dumps.md is tried as well.
. "$(dirname "$0")/check.bash"

cat >leaky.js <<'JS'
"use strict";
require('heapdump');
const kept = [];
let ticks = 0;

function work() {
  const visitor = { name: 'visitor ' + ticks++, rows: new Array(20).fill(ticks) };
  kept.push(visitor);
  // kept.pop(); // forgotten
}

setInterval(work, 5);
setInterval(() => {
  global.gc();
  console.log("Program is using " + process.memoryUsage().heapUsed + " bytes of Heap.");
  process.kill(process.pid, 'SIGUSR2');
}, 2000);
JS

# run NAME SCRIPT: a few seconds of it, intervals shortened; one number per line in NAME.numbers
run() {
  mkdir -p "$1"
  sed -e 's/, 5);/, 1);/' -e 's/, 2000);/, 200);/' "$2" >"$1/program.js"
  timeout 3 env -C "$1" "$vmhost" --expose-gc program.js >"$1/output" 2>"$1/errors"
  sed -n 's/^Program is using \([0-9]*\) bytes of Heap\.$/\1/p' "$1/output" >"$1.numbers"
}

# rises NAME: how many numbers, from the fifth on, when everything is warm, are well above the one
# before. The engine may enlarge a cache of its own once, by a quarter of a megabyte: one rise.
rises() {
  awk 'NR > 4 && $1 > last + 1000 { count++ } { last = $1 } END { print count + 0 }' "$1.numbers"
}

compare() {
  local name=$1 script=$2 cure=$3
  run "$name" "$script"
  sed "$cure" "$script" >"$name-cured.js"
  run "$name-cured" "$name-cured.js"
  local leaking cured
  leaking=$(rises "$name")
  cured=$(rises "$name-cured")
  local lines
  lines=$(wc -l <"$name.numbers")
  if [ "$lines" -ge 8 ]; then pass "$name: prints its heap"; else fail "$name: prints its heap" "$lines lines"; fi
  if [ "$leaking" -ge 5 ]; then pass "$name: grows"; else fail "$name: grows" "$leaking times"; fi
  if [ "$cured" -le 2 ]; then
    pass "$name: cured, it is flat"
  else
    fail "$name: cured, it is flat" "it grew $cured times, $leaking times with the leak"
  fi
  local dumps=("$name"/heapdump-*.heapsnapshot)
  if [ "${#dumps[@]}" -ge 3 ]; then pass "$name: writes dumps"; else fail "$name: writes dumps" "${dumps[*]}"; fi
  equal "$name: no errors" "" "$(cat "$name/errors")"
}

compare leaky leaky.js 's|^  // kept.pop|  kept.pop|'

guide=${JSVM_DOCUMENTS:-}/node-memory-leak-three-dumps.md
if [ -r "$guide" ]; then
  awk '/^```$/ { if (inside) exit; inside = 1; next } inside' \
    <(sed -n '/^### Sample program/,$p' "$guide" | sed '/^```$/,$!d') >guide.js
  compare guide guide.js 's|^  // cleanUpData(leakyData|  cleanUpData(leakyData|'
fi

finish
