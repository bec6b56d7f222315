#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The control door of a living vmhost, idle, running script and inside native code: `jsvm refs`,
# `mark`, `leaks`, `gc`, `snapshot take`, `mem`; and who is let in.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
pids=()
trap 'kill "${pids[@]}" 2>kill.log; rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work

# start OPTIONS ARGUMENT...: runs vmhost with JSVM_OPTIONS until it has printed a line. Leaves $pid.
start() {
  local waited=0
  rm -f started
  JSVM_OPTIONS=$1 "$vmhost" "${@:2}" >started 2>log &
  pid=$!
  pids+=("$pid")
  until [ -s started ] || [ $((waited += 1)) -gt 200 ]; do sleep 0.05; done
}

# value FILTER: of the JSON in the file `output`
value() { python3 -c "import json; d = json.loads(open('output').readline()); print($1)"; }

cat >idle.js <<'JS'
globalThis.kept = [];
for (let i = 0; i < 1000; i++) kept.push({ i, name: 'x' + i });
globalThis.timers = [];
for (let i = 0; i < 50; i++) {
  const large = new Array(1000).fill(i + 0.5);
  timers.push(setInterval(() => large, 1e6));
}
setInterval(() => { timers.push(setInterval(() => {}, 1e6)) }, 50);
console.log('ready');
JS
cat >spin.js <<'JS'
setTimeout(() => {}, 1e6);
console.log('ready');
for (;;);
JS
cat >native.js <<'JS'
setTimeout(() => { console.log('ready'); require('fs').readFileSync('pipe') }, 1);
JS
cat >grow.js <<'JS'
setInterval(() => {
  const large = new Array(5000).fill(0.5);
  setInterval(() => large, 1e6);
}, 10);
console.log('ready');
JS
mkfifo pipe

start control=1 idle.js
socket=$work/jsvm/$pid.sock
equal "the socket is its owner's" "600 700" "$(stat -c %a "$socket" "$work/jsvm" | xargs)"
exits "refs" 0 "$jsvm" refs "$pid"
contains "heads the table" "JSVM reference table of pid $pid, vm 1: " "$(head -1 output)"
contains "says what the engine has" "made outside the API)" "$(head -1 output)"
contains "lists the newest" "  Last 3 entries (of " "$(cat output)"
contains "has its columns" "  COUNT  CREATED  EXISTING  RELEASED  OLDEST  NEWEST  SITE" "$(cat output)"
contains "names the place" " values.c:" "$(cat output)"
exits "refs as JSON" 0 "$jsvm" refs --json "$pid"
equal "counts all" True "$(value 'd["totals"]["existing"] == sum(r["existing"] for r in d["rows"])')"
exits "refs by class" 0 "$jsvm" refs --by class "$pid"
contains "has classes" "  Function" "$(cat output)"
exits "refs by age" 0 "$jsvm" refs --by age "$pid"
exits "refs by thread" 0 "$jsvm" refs --by thread "$pid"
contains "has the thread" "  $pid" "$(tail -1 output)"
exits "one row" 0 "$jsvm" refs --top 1 "$pid"
contains "says what is left out" " more; --top " "$(tail -1 output)"

exits "refs by what they hold" 0 "$jsvm" refs --by held --json "$pid"
equal "the timers hold their arrays" True \
  "$(value '400000 < d["rows"][0]["exclusive"] < 600000 and d["rows"][0]["existing"] >= 50')"
exits "as a table" 0 "$jsvm" refs --held "$pid"
contains "with sizes" "HELD(excl)  HELD(incl)" "$(cat output)"
exits "without the place" 0 "$jsvm" refs --what-if-delete "values.c:136 keep" --json "$pid"
equal "they go" True "$(value '400000 < d["freedBytes"] < 700000')"
exits "without a place that is none" 1 "$jsvm" refs --what-if-delete "none.c:1" "$pid"
equal "no snapshot is left" "" "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'jsvm-refs.*' -newer "$work/idle.js")"

exits "mark" 0 "$jsvm" mark "$pid" login
contains "says where it is" 'mark "login" set in vm 1 at ' "$(cat output)"
sleep 0.3
exits "refs since it" 0 "$jsvm" refs --json --since login "$pid"
equal "are few and new" True "$(value '0 < sum(r["existing"] for r in d["rows"]) < 40')"
exits "refs since nothing" 1 "$jsvm" refs --since nothing "$pid"
equal "says so in a line" \
  "error: process $pid: there is no mark \"nothing\"; set one with: jsvm mark" "$(cat errors)"
exits "leaks" 23 "$jsvm" leaks --since login "$pid"
contains "is the report" "==$pid==ERROR: JSVM: detected leaked references at jsvm leaks, since mark" \
  "$(cat output)"
contains "with stacks" "values.c:" "$(cat output)"
exits "leaks as JSON" 23 "$jsvm" leaks --json "$pid"
equal "is JSON" "jsvm leaks" "$(value 'd["occasion"]')"

exits "gc" 0 "$jsvm" gc "$pid"
contains "says what went" "vm 1: " "$(cat output)"
exits "mem" 0 "$jsvm" mem "$pid"
contains "with what the engine says" "  used " "$(cat output)"
exits "mem as JSON" 0 "$jsvm" mem --json "$pid"
equal "with the native heap" True \
  "$(value '[r for r in d["rows"] if r["name"] == "native heap"][0]["Heap_Alloc"] > 100')"

exits "snapshot take" 0 "$jsvm" snapshot take "$pid" -o forked.heapsnapshot
contains "was forked" "forked.heapsnapshot: taken by a copy of the process, which paused for " \
  "$(cat output)"
exits "is whole" 0 "$jsvm" snapshot verify forked.heapsnapshot
equal "is its owner's" 600 "$(stat -c %a forked.heapsnapshot)"
exits "in process" 0 "$jsvm" snapshot take --fork never --json "$pid" -o stopped.heapsnapshot
equal "was not forked" False "$(value 'd["forked"]')"
exits "is whole too" 0 "$jsvm" snapshot verify stopped.heapsnapshot
exits "names the places" 0 "$jsvm" snapshot references forked.heapsnapshot
contains "that hold objects" "values.c:" "$(cat output)"
exits "under its own name" 0 "$jsvm" snapshot take "$pid"
equal "as Node names them" 1 "$(ls Heap.*."$pid".1.heapsnapshot | wc -l)"
exits "where there is no place" 74 "$jsvm" snapshot take "$pid" -o none/file
equal "no partial file is left" "" "$(ls ./*.partial 2>&1 | grep -v 'No such')"

exits "hunt" 0 "$jsvm" hunt "$pid" --action true --loops 1 --keep hunted
equal "takes three snapshots" "s1-baseline.heapsnapshot s2-target.heapsnapshot s3-final.heapsnapshot" \
  "$(ls hunted | xargs)"
contains "and reports" "objects allocated between" "$(cat output)"
exits "hunt with an action that fails" 1 "$jsvm" hunt "$pid" --action 'exit 3'
contains "says so" "--action failed with exit code 3: exit 3" "$(tail -1 errors)"

# Fifty at a time, among them some that say nothing.
python3 - "$socket" <<'PY' >answers 2>&1
import json, socket, sys, threading
def client(number):
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    if number % 10 == 0:
        s.sendall(b'{"version":1,')
        return kept.append(s)
    f = s.makefile("rw")
    for i in range(20):
        f.write(json.dumps({"version": 1, "id": i, "verb": "heap", "patience_ms": 10000}) + "\n")
        f.flush()
        reply = json.loads(f.readline())
        assert reply["id"] == i and reply["result"]["used"] > 0, reply
    good.append(number)
kept, good = [], []
threads = [threading.Thread(target=client, args=(n,)) for n in range(50)]
for t in threads: t.start()
for t in threads: t.join()
print(len(good))
PY
equal "serves fifty clients" 45 "$(cat answers)"

if [ "$(id -u)" = 0 ]; then
  # The directory keeps others out; where it does not, the door does.
  chmod 755 "$work" "$work/jsvm"
  chmod 666 "$socket"
  setpriv --reuid 65534 --regid 65534 --clear-groups perl -MIO::Socket::UNIX -e '
    my $door = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$!\n";
    print scalar <$door>;' "$socket" >output 2>errors
  equal "another user is told no" \
    '{"version":1,"id":0,"error":{"code":"denied","message":"this door is user 0'"'"'s"}}' "$(cat output)"
  chmod 600 "$socket"
  chmod 700 "$work/jsvm"
  cp "$jsvm" "$work/jsvm-copy"
  exits "another user's command" 1 \
    setpriv --reuid 65534 --regid 65534 --clear-groups "$work/jsvm-copy" refs "$pid"
  equal "says so in a line" 1 "$(wc -l <errors)"
  contains "namely" "Permission denied" "$(cat errors)"
else
  echo "skipped: another user is refused: needs root"
fi

kill -TERM "$pid"
wait "$pid"
exits "a process that is gone" 1 "$jsvm" refs "$pid"
equal "says so" "error: no process $pid" "$(cat errors)"
start control=1 -e 'console.log("ready"); setTimeout(() => {}, 300)'
equal "what it left was removed" "$pid.sock" "$(ls "$work/jsvm")"
wait "$pid"
equal "a process that ends by itself removes its own" "" "$(ls "$work/jsvm")"

start control=1 grow.js
exits "mem of a heap that native code keeps" 3 "$jsvm" mem --gc --json -t 0.2 --samples 12 "$pid"
tail -1 output >verdict
mv verdict output
equal "names the place" "sites values.c 1" \
  "$(value 'd["growth"]["holder"], d["growth"]["sites"][0]["file"].split("/")[-1], d["growth"]["site_count"]')"
equal "with the line" True "$(value '"values.c:%d keep" % d["growth"]["sites"][0]["line"] == d["growth"]["sites"][0]["key"].split(" <")[0]')"
equal "and how much it is" True "$(value '0.8 < d["growth"]["share"] <= 1 and d["after_gc"]')"
equal "and what to do" "['jsvm refs $pid']" "$(value 'd["next"]')"
{ kill -KILL "$pid" && wait "$pid"; } 2>kill.log

start control=1 spin.js
exits "while script runs: refs" 0 "$jsvm" refs "$pid"
exits "while script runs: gc" 0 "$jsvm" gc "$pid"
exits "while script runs: snapshot" 0 "$jsvm" snapshot take "$pid" -o spin.heapsnapshot
exits "which is whole" 0 "$jsvm" snapshot verify spin.heapsnapshot
exits "while script runs: in process" 0 "$jsvm" snapshot take --fork never "$pid" -o spin.heapsnapshot
{ kill -KILL "$pid" && wait "$pid"; } 2>kill.log

start control=1 native.js
sleep 0.2
exits "inside native code" 1 "$jsvm" refs --wait 0.3 "$pid"
contains "says so" "error: process $pid: busy in native code: for 0.3 s VM 1 ran no JavaScript" \
  "$(cat errors)"
exits "mem needs no answer" 0 "$jsvm" mem "$pid"
exits "but to collect" 1 "$jsvm" mem --gc "$pid"
contains "which it says" "busy in native code" "$(cat errors)"
echo x >pipe

start control=1 idle.js
exits "a door is closed to nonsense" 0 python3 - "$work/jsvm/$pid.sock" <<'PY'
import os, socket, sys
for text in [b"x\n", b"\0" * 70000, b"{" * 70000, os.urandom(100000), b'{"version":1}\n']:
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.settimeout(20)
    try:
        s.sendall(text)
        while s.recv(4096): pass
    except (ConnectionResetError, BrokenPipeError): pass
PY
exits "and open to others" 0 "$jsvm" refs "$pid"
exits "a wrong door" 1 "$jsvm" refs --door "$work/none" "$pid"
equal "is named" "error: $work/none: nobody listens there" "$(cat errors)"

start control="'$work/own.sock'" idle.js
exits "a door at another place is found" 0 "$jsvm" refs "$pid"
exits "and can be named" 0 "$jsvm" refs --door "$work/own.sock" "$pid"

start log_misuse=0 idle.js
exits "no door" 1 "$jsvm" refs "$pid"
equal "says how to get one" \
  "error: process $pid (vmhost) has no control door: start it with JSVM_OPTIONS=control=1" \
  "$(cat errors)"
exits "no door to collect by" 1 "$jsvm" mem --gc "$pid"
contains "says so" "has no control door" "$(cat errors)"
exits "no V8" 1 "$jsvm" refs "$$"
contains "says so" "runs no V8" "$(cat errors)"
exits "no number" 64 "$jsvm" refs app

ln -s /tmp "$work/link"
XDG_RUNTIME_DIR=$work/link-home
mkdir -m 700 "$XDG_RUNTIME_DIR"
ln -s "$work" "$XDG_RUNTIME_DIR/jsvm"
prints "a directory that is a link is refused, and the program runs" 1 \
  env JSVM_OPTIONS=control=1 "$vmhost" -e 'console.log(1)'
equal "and says why" "JSVM: no control door: $XDG_RUNTIME_DIR/jsvm: not a directory" "$(cat errors)"

finish
