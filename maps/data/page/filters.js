/* The filter bar: confidence, status, who, dates, located or not. Kinds are in the legend, text in the header. */

const ACTORS = 300;

D.Filters = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("filters") });
    const all = [...Array(model.count).keys()];
    this.sure = D.h("input", { type: "range", min: 0, max: 100, step: 5, id: "filter-sure" });
    this.sureText = D.h("output", { for: "filter-sure" });
    this.actor = D.h("select", D.h("option", { value: "" }, "anyone"), model.tally("actors", all).slice(0, ACTORS).map(([name, n]) => D.h("option", { value: name }, `${name} (${n.toLocaleString("en")})`)));
    this.from = D.h("input", { type: "date" });
    this.to = D.h("input", { type: "date" });
    this.located = D.h("select", [["", "anywhere"], ["yes", "on the map"], ["no", "without a place"]].map(([value, label]) => D.h("option", { value }, label)));
    const present = new Set(all.map((i) => model.status(i)));
    this.status = new Map([...present].map((name) => [name, D.h("input", { type: "checkbox" })]));
    this.reset = D.h("button", { id: "filters-reset", onclick: () => { D.byId("query").value = ""; state.reset(); } }, "Reset");
    this.home.append(
      this.field("At least this sure", this.sure, this.sureText),
      D.h("fieldset.statuses", D.h("legend", "Status"), [...this.status].map(([name, box]) => D.h("label", box, D.statuses[name] || name))),
      this.field("Who", this.actor), this.field("From", this.from), this.field("To", this.to), this.field("Where", this.located), this.reset);
    this.listen();
    D.on("rows", () => this.show());
  }

  field(label, ...controls) { return D.h("label.field", D.h("span", label), ...controls); }

  listen() {
    const { state } = this;
    this.sure.addEventListener("input", D.later(60, () => state.change({ confidence: this.sure.value / 100 })));
    this.sure.addEventListener("input", () => { this.sureText.textContent = `${this.sure.value} %`; });
    this.actor.addEventListener("change", () => state.change({ actor: this.actor.value }));
    this.located.addEventListener("change", () => state.change({ located: this.located.value }));
    this.from.addEventListener("change", () => state.change({ from: this.from.value ? D.time(this.from.value) : null }));
    this.to.addEventListener("change", () => state.change({ to: this.to.value ? D.time(this.to.value, true) : null }));
    for (const [name, box] of this.status) {
      box.addEventListener("change", () => {
        const status = new Set(state.filter.status);
        if (box.checked) status.delete(name);
        else status.add(name);
        state.change({ status });
      });
    }
    const query = D.byId("query");
    query.addEventListener("input", D.later(140, () => state.change({ query: query.value.slice(0, 200) })));
    D.byId("filters-button").addEventListener("click", () => this.toggle(this.home.hidden));
  }

  toggle(open) {
    this.home.hidden = !open;
    D.byId("filters-button").setAttribute("aria-expanded", String(open));
    D.emit("layout");
  }

  show() {
    const { filter, active } = this.state, badge = D.byId("filters-count");
    this.sure.value = Math.round(filter.confidence * 100);
    this.sureText.textContent = `${this.sure.value} %`;
    this.actor.value = filter.actor;
    this.located.value = filter.located;
    this.from.value = filter.from === null ? "" : D.isoDay(filter.from);
    this.to.value = filter.to === null ? "" : D.isoDay(filter.to);
    for (const [name, box] of this.status) box.checked = !filter.status.has(name);
    if (document.activeElement !== D.byId("query")) D.byId("query").value = filter.query;
    badge.hidden = !active;
    badge.textContent = active;
    badge.setAttribute("aria-label", `${active} set`);
  }
};
