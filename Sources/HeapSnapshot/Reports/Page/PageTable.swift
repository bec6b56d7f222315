// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// The classes: a grid that draws only the rows in view, and what is known of the selected one.
  static let table = #"""
    const columns = [
      { key: "name", title: "Class" },
      isMany && { key: "kept", title: "Trend", width: 76, isFixed: true },
      { key: "count", title: "Count", width: 104, write: whole },
      isMany && { key: "countGrowth", title: "Δ count", width: 100, write: whole, isDelta: true },
      { key: "shallow", title: "Shallow", width: 92, write: bytes },
      { key: "retained", title: "Retained", width: 92, write: bytes, isShare: true },
      isMany && { key: "growth", title: "Δ retained", width: 104, write: bytes, isDelta: true },
      { key: "distance", title: "Distance", width: 86, write: distance },
    ].filter(Boolean);
    const viewport = byId("viewport"), lineHeight = 28;
    const body = make("tbody"), heads = columns.map(headOf);
    const grid = make("table", { role: "grid", "aria-labelledby": "classes-title",
      "aria-colcount": columns.length },
      make("colgroup", {}, ...columns.map(c => make("col", { width: c.width }))),
      make("thead", {}, make("tr", { "aria-rowindex": 1 }, ...heads)), body);
    let order = { key: isMany && classes.some(c => c.growth > 0) ? "growth" : "retained", sign: -1 };
    let rows = classes, selected = null, cursor = 0;

    function headOf(column) {
      return make("th", { scope: "col", title: column.isDelta ?
        "from the first snapshot to the last" : null }, column.isFixed ? column.title :
        make("button", { type: "button", click: () => sortBy(column.key) }, column.title));
    }

    function sortBy(key) {
      const first = key === "name" || key === "distance" ? 1 : -1;
      order = { key, sign: order.key === key ? -order.sign : first };
      arrange();
    }

    function arrange() {
      const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
      const [own, rising] = [byId("own").checked, byId("rising").checked];
      const { key, sign } = order;
      rows = classes.filter(row => (!own || !isEngine(row.name)) && (!rising || row.rises) &&
        words.every(word => row.name.toLowerCase().includes(word)));
      const value = row => row[key] === null ? Infinity : row[key];
      rows.sort((a, b) => key === "name" ? sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
        : sign * (value(a) - value(b)) || b.retained - a.retained);
      columns.forEach((column, index) => {
        const isOrder = column.key === key;
        heads[index].setAttribute("aria-sort", isOrder ? (sign > 0 ? "ascending" : "descending")
          : "none");
        heads[index].firstChild.textContent = column.title + (isOrder ? (sign > 0 ? " ▲" : " ▼") : "");
      });
      cursor = Math.max(0, rows.indexOf(selected));
      grid.setAttribute("aria-rowcount", rows.length + 1);
      byId("shown").textContent = `${whole(rows.length)} of ${whole(classes.length)} classes` +
        (data.omittedClasses ? `; ${whole(data.omittedClasses)} smaller ones are not in the report` : "");
      viewport.scrollTop = 0;
      body.replaceChildren();
      drawRows();
    }

    /// Rows that stay in view stay elements: focus is kept.
    function drawRows() {
      const first = Math.max(0, Math.floor(viewport.scrollTop / lineHeight) - 6);
      const end = Math.min(rows.length, first + Math.ceil(viewport.clientHeight / lineHeight) + 14);
      const known = new Map();
      for (const tr of body.querySelectorAll("tr[aria-rowindex]")) {
        known.set(Number(tr.getAttribute("aria-rowindex")) - 2, tr);
      }
      // Before anything changes: focusing lays the page out, and shorter rows would scroll it.
      const isInView = index => index >= first && index < end;
      for (const [index, tr] of known) {
        if (tr === document.activeElement && !isInView(index)) viewport.focus({ preventScroll: true });
      }
      const lines = [];
      for (let index = first; index < end; index += 1) {
        const tr = known.get(index) || rowOf(rows[index], index);
        tr.tabIndex = index === (isInView(cursor) ? cursor : first) ? 0 : -1;
        tr.setAttribute("aria-selected", String(rows[index] === selected));
        lines.push(tr);
      }
      for (const [index, tr] of known) if (!isInView(index)) tr.remove();
      body.querySelectorAll(".space").forEach(tr => tr.remove());
      lines.forEach((tr, i) => { if (body.children[i] !== tr) body.insertBefore(tr, body.children[i]); });
      const space = lines => make("tr", { class: "space", "aria-hidden": "true" },
        make("td", { colspan: columns.length, style: { height: lines * lineHeight + "px" } }));
      body.prepend(space(first));
      body.append(space(rows.length - end));
    }

    function rowOf(row, index) {
      return make("tr", { "aria-rowindex": index + 2, click: () => select(row) },
        ...columns.map(column => {
          const value = row[column.key];
          if (column.key === "name") return named("td", value);
          if (column.isFixed) return make("td", {}, spark(value, 54, 18));
          if (column.isDelta) return make("td", { class: trend(value) }, signed(value, column.write));
          return make("td", column.isShare ? { class: "share", style: {
            "--share": Math.min(100, value / total * 100) + "%" } } : {}, column.write(value));
        }));
    }

    function moveTo(index) {
      cursor = Math.max(0, Math.min(rows.length - 1, index));
      const [top, room] = [cursor * lineHeight, viewport.clientHeight - 31 - lineHeight];
      if (top < viewport.scrollTop) viewport.scrollTop = top;
      if (top > viewport.scrollTop + room) viewport.scrollTop = top - room;
      drawRows();
      const tr = body.querySelector(`tr[aria-rowindex="${cursor + 2}"]`);
      if (tr) tr.focus({ preventScroll: true });
    }

    viewport.addEventListener("keydown", event => {
      if (event.target.closest("thead") || rows.length === 0) return;
      const page = Math.floor(viewport.clientHeight / lineHeight) - 2;
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity,
        End: Infinity };
      if (event.key in steps) moveTo(cursor + steps[event.key]);
      else if (event.key === "Enter" || event.key === " ") select(rows[cursor]);
      else return;
      event.preventDefault();
    });
    viewport.addEventListener("scroll", drawRows, { passive: true });

    /// Shows what is known of a class; `comes` also brings it into view.
    function select(row, comes) {
      selected = row;
      if (comes && !rows.includes(row)) {
        byId("filter").value = "";
        byId("own").checked = byId("rising").checked = false;
        arrange();
      }
      cursor = Math.max(0, rows.indexOf(row));
      if (comes) {
        byId("classes").scrollIntoView();
        viewport.scrollTop = Math.max(0, (cursor - 5) * lineHeight);
        moveTo(cursor);
      } else drawRows();
      const facts = [["Retained", `${bytes(row.retained)} · ${percent(row.retained / total)}`],
        ["Shallow", bytes(row.shallow)], ["Objects", whole(row.count)],
        ["Distance", distance(row.distance)], row.place && ["Defined", row.place]].filter(Boolean);
      byId("detail").replaceChildren(make("h3", {}, row.name || "(no name)"),
        make("dl", {}, ...facts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)])),
        isMany ? make("table", {}, make("thead", {}, make("tr", {}, ...["Snapshot", "Count", "Shallow",
          "Retained"].map(t => make("th", { scope: "col" }, t)))), make("tbody", {},
          ...moments.map((m, i) => make("tr", {}, make("th", { scope: "row", title: m.title }, `#${i + 1}`),
            make("td", {}, whole(row.counts[i])), make("td", {}, bytes(row.sizes[i])),
            make("td", {}, bytes(row.kept[i])))))) : "",
        make("h4", {}, row.member < 0 ? "The last snapshot has none of them." :
          row.count === 1 ? "What holds it" : "What holds the one that retains most"),
        ...(row.member < 0 ? [] : pathsOf(row.member)));
      byId("detail").scrollTop = 0;
    }
    """#

  /// What happens when the page opens.
  static let start = #"""
    document.title = "Heap report: " + moments[last].title;
    byId("subtitle").textContent = (isMany ? `${moments.length} snapshots, the last of them ` : "") +
      `${moments[last].title} · ${bytes(moments[last].total)} · ${whole(moments[last].nodes)} nodes`;
    showSummary();
    if (isMany) showGrowth();
    for (const section of document.querySelectorAll("main > section:not([hidden])")) {
      byId("contents").append(make("a", { href: "#" + section.id },
        section.querySelector("h2").textContent));
    }
    if (data.omittedEntries > 0) byId("retention-note").append(
      ` ${whole(data.omittedEntries)} small entries are left out.`);
    drawIcicle();
    tell(viewed);
    viewport.append(grid);
    byId("rising-label").hidden = moments.length < 3;
    byId("filters").addEventListener("input", arrange);
    byId("filters").addEventListener("submit", event => event.preventDefault());
    arrange();
    if (rows.length > 0) select(rows[0]);
    showObjects();
    showSites();
    let width = innerWidth, drawing = 0;
    addEventListener("resize", () => {
      if (width === innerWidth) return drawRows();
      width = innerWidth;
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => {
        if (isMany) drawPlot();
        drawIcicle();
        drawRows();
      });
    });
    """#
}
