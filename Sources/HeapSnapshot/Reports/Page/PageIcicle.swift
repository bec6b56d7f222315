// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// The dominator tree as an icicle: a tree to screen readers, walked with the arrow keys.
  static let icicle = #"""
    const rowHeight = 22, mostLevels = 40;
    const icicle = byId("icicle");
    let viewed = entries[0], focused = entries[0];
    let drawn = new Map();

    function entryText(entry) {
      return `${bytes(entry.retained)} retained, ${percent(entry.retained / total)}; ` +
        `${whole(entry.count)} object${entry.count === 1 ? "" : "s"} of ${bytes(entry.shallow)}`;
    }

    function drawIcicle() {
      const width = icicle.clientWidth;
      const hasFocus = icicle.contains(document.activeElement);
      let deepest = 0;
      drawn = new Map();
      const place = (entry, x, wide, level, position, size) => {
        deepest = Math.max(deepest, level);
        const name = entry.index === 0 ? "(roots)" : entry.name;
        drawn.set(entry, make("div", { role: "treeitem", "aria-level": level + 1,
          "aria-posinset": position, "aria-setsize": size,
          "aria-label": short(name) + ", " + entryText(entry), title: short(name) + "\n" +
            entryText(entry), class: tint(entry.name) + (wide < 24 ? " thin" : ""), tabindex: -1,
          style: { left: x + "px", top: level * rowHeight + "px", width: wide + "px" },
          click: () => zoom(entry), focus: () => { focused = entry; tell(entry); },
          mouseenter: () => tell(entry), "data-entry": entry.index },
          wide < 24 ? "" : wide > 200 ? `${short(name)}  ${bytes(entry.retained)}` : short(name)));
        if (level + 1 >= mostLevels || entry.retained === 0) return;
        let at = x;
        entry.children.forEach((child, index) => {
          const share = wide * child.retained / entry.retained;
          if (share >= 2) place(child, at, share, level + 1, index + 1, entry.children.length);
          at += share;
        });
      };
      place(viewed, 0, width, 0, 1, 1);
      icicle.replaceChildren(...drawn.values());
      icicle.style.height = Math.min((deepest + 1) * rowHeight + 2, innerHeight * 0.7) + "px";
      if (!drawn.has(focused)) focused = viewed;
      drawn.get(focused).tabIndex = 0;
      if (hasFocus) drawn.get(focused).focus({ preventScroll: true });
      drawCrumbs();
    }

    function drawCrumbs() {
      const above = [];
      for (let e = viewed; e.index; e = entries[e.parent]) above.unshift(e);
      const crumbs = above.flatMap(e => [" › ", e === viewed ? make("b", {}, short(e.name))
        : make("button", { type: "button", click: () => zoom(e) }, short(e.name))]);
      byId("crumbs").replaceChildren(...(above.length === 0 ? [] : [
        make("button", { type: "button", click: () => zoom(entries[0]) }, "(roots)"), ...crumbs]));
    }

    function tell(entry) {
      const row = classes.find(c => c.name === entry.name);
      byId("entry").replaceChildren(make("b", {}, entry.index ? short(entry.name) : "(roots)"),
        " " + entryText(entry) + " ", row ? make("button", { type: "button",
          click: () => select(row, true) }, "show the class") : "");
    }

    function focusEntry(entry) {
      if (!entry || !drawn.has(entry)) return;
      drawn.get(focused).tabIndex = -1;
      const node = drawn.get(entry);
      node.tabIndex = 0;
      node.focus();
    }

    function zoom(entry) {
      viewed = focused = entry;
      drawIcicle();
      tell(entry);
    }

    icicle.addEventListener("mouseleave", () => tell(focused));
    icicle.addEventListener("keydown", event => {
      const entry = focused, parent = entries[entry.parent];
      const siblings = entry === viewed ? [entry] : parent.children.filter(e => drawn.has(e));
      const at = siblings.indexOf(entry);
      const isTop = entry === viewed;
      const moves = {
        ArrowDown: () => focusEntry(entry.children.find(e => drawn.has(e))),
        ArrowUp: () => isTop ? zoom(parent) : focusEntry(parent),
        ArrowRight: () => focusEntry(siblings[at + 1]),
        ArrowLeft: () => focusEntry(siblings[at - 1]),
        Home: () => focusEntry(viewed),
        Enter: () => zoom(entry), " ": () => zoom(entry),
        Escape: () => zoom(entries[viewed.parent]),
      };
      if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      moves[event.key]();
    });
    """#
}
