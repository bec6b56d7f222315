#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Heap snapshots: on a signal, by call, and where they cannot be written.
. "$(dirname "$0")/check.bash"

# is_snapshot FILE: begins and ends as one, and is a JSON text
is_snapshot() {
  [ "$(head -c 12 "$1")" = '{"snapshot":' ] && "$vmhost" -e "
    const { snapshot, nodes, strings } = JSON.parse(require('fs').readFileSync('$1', 'utf8'));
    process.exit(nodes.length === 7 * snapshot.node_count && strings.length > 1000 ? 0 : 1)"
}

cat >signal.js <<'JS'
require('heapdump');
process.kill(process.pid, 'SIGUSR2');
setTimeout(() => console.log('goes on'), 50);
JS
prints "a program gets SIGUSR2 and goes on" "goes on" "$vmhost" signal.js
files=(heapdump-*.heapsnapshot)
equal "one snapshot is there" 1 "${#files[@]}"
contains "named by seconds and microseconds" "yes" \
  "$([[ ${files[0]} =~ ^heapdump-[0-9]+\.[0-9]+\.heapsnapshot$ ]] && echo yes)"
if is_snapshot "${files[0]}"; then pass "it is whole"; else fail "it is whole"; fi
equal "its owner alone may read it" 600 "$(stat -c %a "${files[0]}")"

exits "SIGUSR2 without heapdump" 140 "$vmhost" -e \
  "process.kill(process.pid, 'SIGUSR2'); setTimeout(() => {}, 1000)"

cat >call.js <<'JS'
const heapdump = require('heapdump');
console.log(heapdump.writeSnapshot('a.heapsnapshot'));
heapdump.writeSnapshot('b.heapsnapshot', (error, file) => console.log(error, file));
heapdump.writeSnapshot((error, file) => console.log(error, /^heapdump-.*snapshot$/.test(file)));
console.log(require('v8').writeHeapSnapshot('c.heapsnapshot'));
console.log(/^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/.test(require('v8').writeHeapSnapshot()));
JS
prints "snapshots by call" $'a.heapsnapshot\nnull b.heapsnapshot\nnull true\nc.heapsnapshot\ntrue' \
  "$vmhost" call.js
for file in a b c; do
  if is_snapshot "$file.heapsnapshot"; then pass "$file is whole"; else fail "$file is whole"; fi
done

cat >nowhere.js <<'JS'
const heapdump = require('heapdump');
console.log(heapdump.writeSnapshot('none/a.heapsnapshot'));
heapdump.writeSnapshot('none/b.heapsnapshot', (error) => console.log(error.code));
try { require('v8').writeHeapSnapshot('none/c.heapsnapshot') } catch (error) { console.log(error.message) }
JS
prints "a directory that is not there" "$(
  cat <<'TEXT'
false
ENOENT
ENOENT: no such file or directory, open 'none/c.heapsnapshot'
TEXT
)" "$vmhost" nowhere.js
equal "is named with the reason" \
  "vmhost: cannot write none/a.heapsnapshot: No such file or directory" "$(cat errors)"

# Nobody may create a file in /proc.
exits "SIGUSR2 in a directory that cannot be written" 0 env -C /proc "$vmhost" "$work/signal.js"
equal "and the program goes on" "goes on" "$(cat output)"
contains "with a message" "vmhost: cannot write heapdump-" "$(cat errors)"

mkdir small
exits "a file that cannot grow" 0 env -C small bash -c \
  "trap '' XFSZ; ulimit -f 64; exec '$vmhost' '$work/signal.js'"
contains "is named with the reason" ".heapsnapshot: File too large" "$(cat errors)"
equal "and nothing is left of it" "" "$(ls -A small)"

finish
