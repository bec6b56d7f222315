// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// The data by names, elements, and how numbers are written. Texts enter by `append` only.
  static let basics = #"""
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const names = data.names, moments = data.moments;
    const last = moments.length - 1, isMany = last > 0;
    const total = Math.max(1, moments[last].total);

    const objects = data.objects.map(([name, id, type, shallow, retained, distance, edge, edgeType,
      holder]) => ({ name: names[name], id, type: names[type], shallow, retained, distance,
      edge: edge === undefined ? null : names[edge], edgeType: names[edgeType], holder }));
    /// By object: other ways to it, as steps of edge, type and the object that the edge leaves.
    const ways = new Map(data.ways.map(([index, ...found]) => [index, found.map(way =>
      way.map(([edge, type, holder]) => ({ edge: names[edge], edgeType: names[type], holder })))]));
    const classes = data.classes.map(([name, place, distance, member, rises, counts, sizes, kept]) =>
      ({ name: names[name], place: names[place], distance, member, rises, counts, sizes, kept,
        count: counts[last], shallow: sizes[last], retained: kept[last],
        countGrowth: counts[last] - counts[0], growth: kept[last] - kept[0] }));
    const entries = data.entries.map(([parent, name, count, shallow, retained], index) => ({
      index, parent, name: names[name], count, shallow, retained, children: [] }));
    entries.forEach((entry, index) => { if (index) entries[entry.parent].children.push(entry); });
    entries.forEach(entry => entry.children.sort((a, b) => b.retained - a.retained));

    const byId = id => document.getElementById(id);

    /// An element; attributes that are functions listen, `style` is an object.
    function make(tag, attributes, ...children) {
      return fill(document.createElement(tag), attributes, children);
    }
    function draw(tag, attributes, ...children) {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      return fill(node, attributes, children);
    }
    function fill(node, attributes, children) {
      for (const [key, value] of Object.entries(attributes || {})) {
        if (typeof value === "function") node.addEventListener(key, value);
        else if (key === "style") for (const k in value) node.style.setProperty(k, value[k]);
        else if (value !== null && value !== undefined) node.setAttribute(key, value);
      }
      node.append(...children.filter(child => child !== null && child !== undefined));
      return node;
    }

    function bytes(count) {
      let size = Math.abs(count), unit = 0;
      while (size >= 1023.95 && unit < 4) { size /= 1024; unit += 1; }
      const text = unit ? size.toFixed(1) : String(size);
      return (count < 0 ? "−" : "") + text + " " + ["B", "KB", "MB", "GB", "TB"][unit];
    }
    const whole = count => (count < 0 ? "−" : "") + Math.abs(count).toLocaleString("en-US");
    const percent = share => (share * 100).toFixed(share < 0.1 ? 1 : 0) + " %";
    const signed = (value, write) => value === 0 ? "0" : (value > 0 ? "+" : "") + write(value);
    const trend = value => value > 0 ? "up" : value < 0 ? "down" : "faint";

    /// What only the engine reaches counts its distance from 100,000,000.
    function distance(value) {
      if (value === null || value < 0) return "–";
      return value >= 1e8 ? "system" : String(value);
    }

    const isEngine = name => /^\(|^system( \/|$)|^InternalNode$/.test(name);
    const builtIns = new Set(("Object Array Function Map Set WeakMap WeakSet WeakRef Promise Date " +
      "RegExp Error ArrayBuffer SharedArrayBuffer DataView Window global Module Generator").split(" "));

    /// A colour for a class: grey for the engine's, one of six for the program's own.
    function tint(name) {
      if (name.startsWith("Detached ")) return "detached";
      if (/^JSVM_|^System \/ Exported/.test(name)) return "native";
      if (isEngine(name)) return "engine";
      if (builtIns.has(name) || /^\{|^\w+(Array|Error)$/.test(name)) return "built-in";
      let hash = 0;
      for (const unit of name.slice(0, 64)) hash = hash * 31 + unit.codePointAt(0) | 0;
      return "t" + Math.abs(hash) % 6;
    }

    /// One line of a name, all of it on hover.
    const named = (tag, text, attributes) =>
      make(tag, { class: "name", title: text, ...attributes }, text === "" ? "(no name)" : text);
    """#
}
