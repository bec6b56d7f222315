// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// What the memory is used for, in each snapshot and over all of them.
  static let plot = #"""
    const parts = [
      ["objects and other", "--p0", m => m.heap - m.code - m.texts - m.arrays - m.system],
      ["JavaScript arrays", "--p1", m => m.arrays],
      ["strings", "--p2", m => m.texts],
      ["code", "--p3", m => m.code],
      ["typed arrays", "--p4", m => m.typedArrays],
      ["other native", "--p6", m => m.native - m.typedArrays],
      ["V8's own", "--p5", m => m.system],
    ].map(([name, color, of]) => ({ name, color, of: m => Math.max(0, of(m)) }));

    function showSummary() {
      const now = moments[last];
      byId("composition").append(
        make("div", { class: "stack", role: "img", "aria-label": "Memory of " + now.title + ": " +
          parts.map(part => part.name + " " + bytes(part.of(now))).join(", ") },
          ...parts.map(part => make("div", { title: part.name + " " + bytes(part.of(now)), style: {
            background: `var(${part.color})`, width: part.of(now) / total * 100 + "%" } }))),
        make("ul", { class: "legend" }, ...parts.map(part => make("li", {},
          make("i", { style: { background: `var(${part.color})` } }),
          part.name + " ", make("span", { class: "faint" }, bytes(part.of(now)))))));
      const rows = [["Total", "total", bytes], ["V8 heap", "heap", bytes], ["code", "code", bytes, 1],
        ["strings", "texts", bytes, 1], ["JavaScript arrays", "arrays", bytes, 1],
        ["V8's own", "system", bytes, 1], ["Native", "native", bytes],
        ["typed arrays", "typedArrays", bytes, 1], ["Nodes", "nodes", whole],
        ["Edges", "edges", whole], ["Strings in the file", "strings", whole],
        ["Classes", "classes", whole], ["Detached native objects", "detached", whole]];
      byId("figures").append(
        make("thead", {}, make("tr", {}, make("td"),
          ...moments.map(m => make("th", { scope: "col", title: m.title }, m.title)),
          isMany ? make("th", { scope: "col" }, "growth") : null)),
        make("tbody", {}, ...rows.map(([name, key, write, isPart]) => {
          const growth = now[key] - moments[0][key];
          return make("tr", { class: isPart ? "part" : "" }, make("th", { scope: "row" }, name),
            ...moments.map(m => make("td", {}, write(m[key]))),
            isMany ? make("td", { class: trend(growth) }, signed(growth, write)) : null);
        })));
    }

    /// A line through values; the last one has a dot.
    function spark(values, width, height) {
      const low = Math.min(...values), span = Math.max(...values) - low || 1;
      const points = values.map((v, i) => [2 + i * (width - 6) / Math.max(1, values.length - 1),
        height - 3 - (v - low) / span * (height - 6)]);
      const [x, y] = points[points.length - 1];
      return draw("svg", { class: "spark", width, height, "aria-hidden": "true" },
        draw("polyline", { points: points.map(p => p.join()).join(" ") }),
        draw("circle", { cx: x, cy: y, r: 2.2 }));
    }

    /// Round steps of bytes: 1, 2 or 4 and so on of a power of 1024.
    function stepOf(most) {
      let step = 1;
      while (most / step > 5) step *= 2;
      return step;
    }

    function drawPlot() {
      const width = Math.max(280, byId("plot").clientWidth);
      const [height, left, bottom, top] = [300, 62, 26, 10];
      const most = Math.max(...moments.map(m => m.total), 1);
      const step = stepOf(most), ceiling = Math.ceil(most / step) * step;
      const x = i => left + 10 + i * (width - left - 25) / last;
      const y = v => height - bottom - v / ceiling * (height - bottom - top);
      const svg = draw("svg", { width, height, role: "img", "aria-label":
        "Bytes by snapshot: " + moments.map(m => `${m.title} ${bytes(m.total)}`).join(", ") });
      for (let v = 0; v <= ceiling; v += step) {
        svg.append(draw("line", { class: "grid", x1: left, x2: width - 5, y1: y(v), y2: y(v) }),
          draw("text", { x: left - 8, y: y(v) + 4, "text-anchor": "end" }, bytes(v)));
      }
      let base = moments.map(() => 0);
      for (const part of parts) {
        const upper = moments.map((m, i) => base[i] + part.of(m));
        const edge = upper.map((v, i) => `${x(i)},${y(v)}`);
        const lower = base.map((v, i) => `${x(i)},${y(v)}`).reverse();
        svg.append(draw("polygon", { points: edge.concat(lower).join(" "),
          style: { fill: `var(${part.color})`, "fill-opacity": 0.85 } },
          draw("title", {}, part.name + ": " + moments.map(m => bytes(part.of(m))).join(" → "))));
        base = upper;
      }
      const every = Math.ceil(moments.length * 90 / width);
      moments.forEach((m, i) => {
        svg.append(draw("circle", { cx: x(i), cy: y(m.total), r: 3.5,
          style: { fill: "var(--text)" } }, draw("title", {}, `${m.title}: ${bytes(m.total)}`)));
        if (i % every) return;
        svg.append(draw("text", { x: x(i), y: height - 8, "text-anchor":
          i === 0 ? "start" : i === last ? "end" : "middle" }, `#${i + 1} · ${bytes(m.total)}`));
      });
      byId("plot").replaceChildren(svg, make("figcaption", {},
        moments.map((m, i) => `#${i + 1} ${m.title}`).join(" · ")));
    }

    function showGrowth() {
      byId("growth").hidden = false;
      drawPlot();
      const growing = classes.filter(row => row.growth > 0 && !isEngine(row.name))
        .sort((a, b) => b.rises - a.rises || b.growth - a.growth).slice(0, 12);
      byId("growing").append(growing.length === 0 ? make("p", { class: "note" }, "No class grew.") :
        make("table", {},
          make("colgroup", {}, ...[null, 86, 70, 100].map(width => make("col", { width }))),
          make("thead", {}, make("tr", {}, ...["Class", "Trend", "Count", "Retained"].map(title =>
            make("th", { scope: "col" }, title)))),
          make("tbody", {}, ...growing.map(row => make("tr", {},
            make("td", { class: "name", title: row.name }, make("button", {
              class: "link", click: () => select(row, true) }, row.name)),
            make("td", { title: row.rises ? "rises in every snapshot" : "" }, spark(row.kept, 54, 18),
              row.rises && moments.length > 2 ? make("span", { class: "up" }, " ↑") : null),
            make("td", { class: trend(row.countGrowth) }, signed(row.countGrowth, whole)),
            make("td", { class: trend(row.growth) }, signed(row.growth, bytes)))))));
    }
    """#
}
