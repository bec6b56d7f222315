#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What the analyser says of snapshots that vmhost takes of its own heap, and of other engines', by the
# definitions: sizes, distances and what nodes retain, worked out again in laws.py.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
laws=$root/Tests/CommandLine/laws.py

# lawful NAME FILE
lawful() {
  exits "$1 is analysed" 0 "$jsvm" snapshot summary "$2" --by object --json --top 1000000
  cp output objects.json
  prints "its numbers are the definitions'" "every node agrees, and 80 in what they retain" \
    "$laws" "$2" objects.json
}

cat >own.js <<'JS'
class Widget {
  constructor(model) { this.model = model; }
}
const cache = new Map(), notes = new WeakMap(), keys = [];
let last = null;
for (let i = 0; i < 500; i++) {
  const widget = new Widget({ text: 'model ' + i + ' '.repeat(i % 50), numbers: new Array(i).fill(i) });
  cache.set('widget' + i, widget);
  last = { previous: last, show: () => widget.model.text };
  if (i % 5 === 0) notes.set(widget, { note: 'of ' + i, also: [widget, last] });
  if (i % 50 === 0) keys.push(new WeakRef(widget), new Uint8Array(i), Symbol('s' + i));
}
globalThis.kept = { cache, notes, keys, last, joined: 'a long text of '.repeat(20) + keys.length };
console.log(require('heapdump').writeSnapshot('own.heapsnapshot'));
JS
prints "vmhost takes a snapshot of itself" own.heapsnapshot "$vmhost" own.js
lawful "its heap" own.heapsnapshot
zstd -qdo node.heapsnapshot "$root/Tests/HeapSnapshotTests/Samples/leak-1-before.heapsnapshot.zst"
lawful "Node 20's heap" node.heapsnapshot

finish
