// SPDX-License-Identifier: Apache-2.0
//
// Takes a heap snapshot before, during and after some work that forgets to clean up, for the
// comparison that Chrome DevTools calls "objects allocated between snapshot 1 and 2".
// Run: vmhost three-snapshots.js [DIRECTORY]

'use strict';

const heapdump = require('heapdump');

const directory = process.argv[2] || '.';

class Session {
  constructor(id) {
    this.id = id;
    this.history = new Array(200).fill(id);
  }
}

const open = new Map();

function visit(count) {
  for (let i = 0; i < count; i++) {
    const session = new Session(open.size);
    open.set(session.id, session);
    // open.delete(session.id);  // <- forgotten
  }
}

function snapshot(name) {
  gc();
  const file = heapdump.writeSnapshot(`${directory}/${name}.heapsnapshot`);
  const used = (process.memoryUsage().heapUsed / 1048576).toFixed(1);
  console.log(`${used} MB of heap, ${open.size} sessions open: ${file || name}`);
}

snapshot('s1-baseline');
visit(1000);
snapshot('s2-target');
visit(1000);
snapshot('s3-final');
