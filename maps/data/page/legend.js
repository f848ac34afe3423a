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

  /* What the drawing means, of that which is on this page. */
  samples() {
    const { model } = this, all = [...Array(model.count).keys()], placed = all.filter((i) => model.located(i));
    const some = (test) => placed.some((i) => test(model.precision(i), model.shape(i)));
    const statuses = new Set(all.map((i) => model.status(i)));
    const rows = [
      ...["historic", "planned", "denied", "hypothetical"].filter((name) => statuses.has(name)).map((name) => [D.markElement("other", name, 17), D.statuses[name]]),
      some((precision, shape) => precision === 2 || precision === 5 && shape && shape.areas.length) && [D.h("span.soft", { "aria-hidden": "true" }), "about here; the text draws no edge"],
      some((precision, shape) => shape && shape.lines.length) && [sample("M3 15Q9 3 23 4", { "stroke-width": 2.4 }), "along this line"],
      some((precision) => precision === 3 || precision === 4) && [sample("M4 3h18v12H4Z", { fill: "currentColor", "fill-opacity": 0.2, "stroke-width": 1.2 }), "somewhere in this area"],
      some((precision) => precision >= 6) && [sample("M4 3h18v12H4Z", { fill: "currentColor", "fill-opacity": 0.12, stroke: "none" }), "in the country, no closer"],
      model.articles.length && placed.some((i) => model.anchors(i).length) && [sample("M4 3h18v12H4Z", { "stroke-dasharray": "2 3", "stroke-width": 1.2 }), "what the chosen place is measured from"],
      [D.h("span.fade", { "aria-hidden": "true" }), "fainter: less sure"],
    ];
    return rows.filter(Boolean).map(([sign, words]) => D.h("span.sample-row", sign, words));
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

const sample = (d, more) => {
  const svg = D.svg("svg", { viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": "true", class: "sample" });
  svg.append(D.svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, ...more }));
  return svg;
};
