#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a heap snapshot in the Memory panel of Chrome DevTools and prints the rows of its summary.

    memory_panel.py FILE.heapsnapshot

A row is a line of name, number of objects, shallow size and retained size in bytes, with tabs between
them. Sizes are as exact as the panel shows them: at least two digits. The panel is that of headless
Chromium, used as a person uses it: the file is given to it, its entry in the list is clicked, and
what the table shows is read.
"""
import pathlib
import re
import sys
import tempfile
import time

sys.dont_write_bytecode = True

from browser import Chromium  # noqa: E402

FRONTEND = "devtools://devtools/bundled/devtools_app.html"

# Texts and elements inside the frontend's shadow trees.
SEARCH = """
const textOf = node => node.nodeType === Node.TEXT_NODE ? node.data :
    [node.shadowRoot, ...node.childNodes].filter(Boolean).map(textOf).join('');
const all = (selector, node = document.documentElement, found = []) => {
  if (node.matches?.(selector)) found.push(node);
  for (const child of [node.shadowRoot, ...node.children].filter(Boolean)) {
    all(selector, child, found);
  }
  return found;
};
"""

UNITS = {"B": 1, "kB": 1000, "MB": 1000 ** 2, "GB": 1000 ** 3}


class Panel:
    def __init__(self, browser):
        self.browser = browser
        target = browser.call("Target.createTarget", url=FRONTEND)["targetId"]
        self.session = browser.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Runtime.enable")
        self.call("DOM.enable")
        # High enough for the rows that matter: the table draws what is in view.
        self.call("Emulation.setDeviceMetricsOverride", width=1600, height=1600,
                  deviceScaleFactor=1, mobile=False)
        self.wait_for("document.body && document.body.children.length > 0")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def evaluate(self, script, by_value=True):
        result = self.call("Runtime.evaluate", expression=f"(() => {{ {SEARCH} {script} }})()",
                           returnByValue=by_value, awaitPromise=True)
        if "exceptionDetails" in result:
            sys.exit(f"memory_panel.py: {result['exceptionDetails']}")
        return result["result"]

    def wait_for(self, condition, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = self.evaluate(f"return {condition}").get("value")
            if value:
                return value
            time.sleep(0.1)
        sys.exit(f"memory_panel.py: {condition}: not within {seconds} s")

    def load(self, path):
        self.evaluate("return import('./ui/legacy/legacy.js').then(ui =>"
                      " ui.ViewManager.ViewManager.instance().showView('heap-profiler'))"
                      ".then(() => true)")
        field = self.evaluate("const field = document.createElement('input'); field.type = 'file';"
                              " document.body.append(field); return globalThis.field = field;",
                              by_value=False)
        self.call("DOM.getDocument", depth=0)
        self.call("DOM.setFileInputFiles", files=[str(path)], objectId=field["objectId"])
        self.evaluate("return import('./panels/profiler/profiler.js').then(profiler =>"
                      " profiler.HeapProfilerPanel.HeapProfilerPanel.instance()"
                      ".loadFromFile(globalThis.field.files[0])).then(() => true)")
        # The entry tells its size when the file is read.
        self.wait_for("all('li.heap-snapshot-sidebar-tree-item')"
                      ".some(item => /[kMG]B/.test(textOf(item)))")
        x, y = self.evaluate("const box = all('li.heap-snapshot-sidebar-tree-item')[0]"
                             ".getBoundingClientRect(); return [box.x + box.width / 2, box.y + 10]"
                             )["value"]
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def rows(self):
        return self.wait_for("(rows => rows.length > 3 && rows)(all('tr').map(row =>"
                             " [...row.querySelectorAll('td')].map(textOf))"
                             ".filter(cells => cells.length > 3 && cells[1].trim()))")


def size(cell):
    number, unit = re.match(r"([\d,.]+)\s*([kMG]?B)", cell.strip()).groups()
    return round(float(number.replace(",", "")) * UNITS[unit])


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        panel = Panel(browser)
        panel.load(path)
        rows = panel.rows()
        browser.close()
    for name, _, shallow, retained, *_ in rows:
        name, _, count = name.strip().partition("×")
        print(name.strip(), count.replace(",", "") or "1", size(shallow), size(retained), sep="\t")


main()
