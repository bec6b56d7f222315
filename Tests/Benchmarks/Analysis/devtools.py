#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Analyses a snapshot with the worker of Chrome DevTools, in the Chromium that is installed.

    devtools.py FILE

Prints the number of nodes, that of classes and the root's retained size, and on the last line
`took WALL CPU PEAK`: seconds and megabytes of the process in which the worker runs, without what it
takes to start the browser.
"""
import os
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "CommandLine"))
from browser import Chromium, Page  # noqa: E402

# Loads the file as the Memory panel does: a loader is fed text, and a second worker finds retainers.
ANALYSE = """
(async () => {
  const address =
    'devtools://devtools/bundled/entrypoints/heap_snapshot_worker/heap_snapshot_worker-entrypoint.js';
  const start = () => new Promise((done, fail) => {
    const worker = new Worker(address, { type: 'module' });
    worker.onerror = event => fail(new Error(event.message));
    worker.onmessage = () => done(worker);
  });
  const [worker, second] = await Promise.all([start(), start()]);
  const calls = new Map();
  worker.onmessage = ({ data }) => {
    const call = calls.get(data.callId);
    if (!call) return;
    calls.delete(data.callId);
    data.error ? call.fail(new Error(data.error)) : call.done(data.result);
  };
  let last = 0;
  const call = (message, ports = []) => new Promise((done, fail) => {
    const callId = ++last;
    calls.set(callId, { done, fail });
    worker.postMessage({ callId, methodArguments: [], ...message }, ports);
  });
  const channel = new MessageChannel();
  second.postMessage({ callId: 1, disposition: 'setupForSecondaryInit', objectId: 1 },
    [channel.port1]);

  const begin = performance.now();
  await call({ disposition: 'createLoader', objectId: 1 });
  const reader = document.getElementById('snapshot').files[0].stream()
    .pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    await call({ disposition: 'method', objectId: 1, methodName: 'write',
      methodArguments: [piece.value] });
  }
  await call({ disposition: 'method', objectId: 1, methodName: 'close' });
  await call({ disposition: 'factory', objectId: 1, newObjectId: 2, methodName: 'buildSnapshot' },
    [channel.port2]);
  const classes = await call({ disposition: 'method', objectId: 2,
    methodName: 'aggregatesWithFilter', methodArguments: [{}] });
  const seconds = (performance.now() - begin) / 1000;
  const get = methodName => call({ disposition: 'getter', objectId: 2, methodName });
  return [await get('nodeCount'), Object.keys(classes).length, await get('totalSize'), seconds];
})()
"""


def renderers(ancestor):
    """Processor seconds and peak megabytes of the pages' processes under a browser."""
    parents, found = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            command = (folder / "cmdline").read_bytes()
            status = (folder / "status").read_text()
        except OSError:
            continue
        pid = int(folder.name)
        parents[pid] = int(fields[1])
        if b"--type=renderer" in command:
            peak = next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line)
            ticks = int(fields[11]) + int(fields[12])
            found[pid] = (ticks / os.sysconf("SC_CLK_TCK"), peak / 1024)

    def is_below(pid):
        while pid > 1 and pid != ancestor:
            pid = parents.get(pid, 0)
        return pid == ancestor

    return {pid: cost for pid, cost in found.items() if is_below(pid)}


def main(path):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        page = Page(browser, "devtools://devtools/bundled/devtools_app.html", 800, 600, False)
        page.value("""{ const input = document.createElement('input');
            [input.type, input.id] = ['file', 'snapshot']; document.body.append(input); }""")
        root = page.call("DOM.getDocument")["root"]["nodeId"]
        node = page.call("DOM.querySelector", nodeId=root, selector="#snapshot")["nodeId"]
        page.call("DOM.setFileInputFiles", nodeId=node, files=[str(pathlib.Path(path).resolve())])
        before = renderers(browser.process.pid)
        start = time.monotonic()
        nodes, classes, size, seconds = page.value(ANALYSE)["value"]
        assert seconds <= time.monotonic() - start
        after = renderers(browser.process.pid)
        browser.close()
    # The page's own process is the one that has worked.
    pid = max(after, key=lambda pid: after[pid][0] - before.get(pid, (0, 0))[0])
    cpu = after[pid][0] - before.get(pid, (0, 0))[0]
    print(nodes, classes, size)
    print(f"took {seconds:.3f} {cpu:.3f} {after[pid][1]:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
