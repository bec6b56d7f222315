// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// Objects that open to show what holds them, and the native sites.
  static let paths = #"""
    /// How an edge is written: a property with a dot, an index in brackets, a variable in quotes.
    function edgeText(object) {
      if (object.edgeType === "element") return `[${object.edge}]`;
      if (object.edgeType === "property") return "." + object.edge;
      return `${object.edge}`;
    }

    /// The way from an object to a root as a list: first the steps, then the shortest from there.
    function pathOf(index, steps = []) {
      const list = make("ol", { class: "path", "aria-label": "Retaining path" });
      let object = objects[index];
      list.append(make("li", {}, ...title(object)));
      for (const step of steps) {
        object = objects[step.holder];
        list.append(make("li", {}, ...edgeOf(step), ...title(object)));
      }
      while (object.edge !== null) {
        const edge = edgeOf(object);
        if (object.holder < 0) {
          list.append(make("li", {}, ...edge, `… ${whole(object.distance - 1)} more up to a root`));
          break;
        }
        object = objects[object.holder];
        list.append(make("li", {}, ...edge, ...title(object)));
      }
      if (object.edge === null) {
        list.append(make("li", { class: "faint" }, object.distance === 1 ? "← a root of the program"
          : object.distance < 0 ? "← nothing: about to be collected" : "← roots of the engine"));
      }
      return list;
    }

    function edgeOf(step) {
      return [make("span", { class: "faint" }, "← "),
        make("span", { class: "edge", title: step.edgeType }, edgeText(step)),
        make("span", { class: "faint" }, ` (${step.edgeType}) of `)];
    }

    /// The shortest way to an object, and a button for each other one.
    function pathsOf(index) {
      const others = ways.get(index) || [];
      return [pathOf(index), ...others.flatMap((steps, number) => expander(
        () => [pathOf(index, steps)],
        make("span", {}, `Way ${number + 2} of ${others.length + 1}: ← ${edgeText(steps[0])} of ` +
          (short(objects[steps[0].holder].name) || `(${objects[steps[0].holder].type})`))))];
    }

    const short = text => text.length > 160 ? text.slice(0, 160) + "…" : text;

    function title(object) {
      return [make("b", { title: object.name }, short(object.name) || `(${object.type})`),
        make("span", { class: "faint" }, ` @${object.id} · ${object.type} · retains ` +
          `${bytes(object.retained)} · distance ${distance(object.distance)}`)];
    }

    /// A button that shows and hides an object's paths below itself.
    const opener = (index, ...label) => expander(() => pathsOf(index), ...label);

    /// A button that shows and hides below itself what is made when it is first wanted.
    function expander(contents, ...label) {
      const id = "path-" + (expander.count = (expander.count || 0) + 1);
      const place = make("div", { id, hidden: "" });
      const button = make("button", { class: "opener", type: "button", "aria-expanded": "false",
        "aria-controls": id, click: () => {
          const isOpen = button.getAttribute("aria-expanded") === "true";
          button.setAttribute("aria-expanded", String(!isOpen));
          place.hidden = isOpen;
          if (!place.firstChild) place.append(...contents());
        } }, ...label);
      return [button, place];
    }

    function showObjects() {
      byId("largest").append(...data.largest.map(index => {
        const object = objects[index];
        return make("li", {}, ...opener(index,
          make("span", { class: "name", title: object.name }, short(object.name) || `(${object.type})`,
            make("span", { class: "faint" }, ` @${object.id} · ${object.type}`)),
          make("span", {}, bytes(object.retained) + " · " + percent(object.retained / total))));
      }));
    }

    function showSites() {
      const place = byId("site-table");
      if (data.sites.length === 0) {
        place.append(make("p", { class: "note" }, "This snapshot does not say which native code " +
          "holds its values. Those of OH_JSVM_TakeHeapSnapshot do."));
        return;
      }
      const sorts = { "System / ExportedReferences": "reference", "System / ExportedWraps": "wrap",
        "System / ExportedFinalizers": "finalizer", "System / ExportedDeferreds": "deferred",
        "System / ExportedScripts": "script", "(Global handles)": "handle" };
      place.append(make("table", { "aria-labelledby": "sites-title" },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Site"),
          make("th", { scope: "col", class: "words" }, "Kind"),
          ...["Strong", "Weak"].map(text => make("th", { scope: "col" }, text)),
          make("th", { scope: "col", title: "what nothing else holds" }, "Holds alone"),
          make("th", { scope: "col", title: "with what others hold too" }, "Holds"),
          make("th", { scope: "col", class: "words" }, "Largest value"))),
        make("tbody", {}, ...data.sites.map(([exporter, name, strong, weak, value, alone, all]) =>
          make("tr", {}, make("th", { scope: "row" }, names[name]),
            make("td", { class: "words" }, sorts[names[exporter]] || names[exporter]),
            make("td", {}, whole(strong)), make("td", {}, whole(weak)),
            make("td", {}, bytes(alone)), make("td", {}, bytes(all)),
            make("td", { class: "words" }, ...(value < 0 ? ["–"] : opener(value,
              make("span", { class: "name", title: objects[value].name },
                short(objects[value].name) || `(${objects[value].type})`),
              make("span", {}, bytes(objects[value].retained))))))))));
      if (data.omittedSites > 0) {
        place.append(make("p", { class: "note" },
          `${whole(data.omittedSites)} sites that hold less are left out.`));
      }
    }
    """#
}
