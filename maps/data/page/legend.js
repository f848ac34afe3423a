/* The legend is the layer control too: each kind with its mark and count, on or off. */

D.Legend = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("legend-body") });
    this.boxes = new Map();
    const all = [...Array(model.count).keys()];
    const present = model.tally("kind", all).map(([kind]) => kind);
    const known = new Map(Object.keys(D.families).map((family) => [family, []]));
    for (const kind of present) known.get(D.kind(kind).family).push(kind);
    const groups = [...known].filter(([, kinds]) => kinds.length);
    this.home.append(
      D.h("div.legend-groups", groups.map(([family, kinds]) => this.group(family, kinds))),
      D.h("details.legend-note", D.h("summary", "How to read it"), this.samples()));
    this.count();
    D.on("rows", () => this.count());
  }

  group(family, kinds) {
    return D.h("fieldset", D.h("legend", D.families[family].label), kinds.map((kind) => this.row(kind)));
  }

  row(kind) {
    const box = D.h("input", { type: "checkbox" });
    const count = D.h("span.count");
    this.boxes.set(kind, { box, count });
    box.addEventListener("change", () => {
      const hidden = new Set(this.state.filter.hidden);
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      this.state.change({ hidden });
    });
    return D.h("label.kind", box, D.markElement(kind, "reported", 19), D.h("span.kind-name", { dir: "auto" }, D.kind(kind).label), count);
  }

  samples() {
    const used = new Set([...Array(this.model.count).keys()].map((i) => this.model.status(i)));
    const status = ["historic", "planned", "denied", "hypothetical"].filter((name) => used.has(name));
    const line = (d, extra) => {
      const svg = D.svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": "true", class: "sample" });
      svg.append(D.svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, ...extra }));
      return svg;
    };
    return [
      status.map((name) => D.h("span.sample-row", D.markElement("other", name, 17), D.statuses[name])),
      D.h("span.sample-row", line("M13 9m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0", { "stroke-dasharray": "3 3", "stroke-width": 1.4 }), "near: within this circle"),
      D.h("span.sample-row", line("M3 15Q9 3 23 4", { "stroke-width": 2.4 }), "along this line"),
      D.h("span.sample-row", line("M4 3h18v12H4Z", { fill: "currentColor", "fill-opacity": 0.2, "stroke-width": 1.2 }), "somewhere in this area"),
      D.h("span.sample-row", line("M4 3h18v12H4Z", { fill: "currentColor", "fill-opacity": 0.12, stroke: "none" }), "in the country, no closer"),
      D.h("span.sample-row", D.h("span.fade", { "aria-hidden": "true" }), "fainter: less sure"),
    ];
  }

  /* How many of each kind pass the other filters. */
  count() {
    const counts = new Map();
    for (const i of this.state.matching({ kind: true })) {
      const kind = this.model.get(i, "kind") || "other";
      counts.set(kind, (counts.get(kind) || 0) + 1);
    }
    for (const [kind, { box, count }] of this.boxes) {
      box.checked = !this.state.filter.hidden.has(kind);
      count.textContent = (counts.get(kind) || 0).toLocaleString("en");
    }
  }
};
