/* What is asked for: filters, selection and view. It stands in the address after "#", so that a view can be shared. */

const EMPTY = () => ({
  hidden: new Set(), actor: "", status: new Set(), from: null, to: null, confidence: 0, query: "", located: "",
});

D.State = class {
  constructor(model) {
    this.model = model;
    this.filter = EMPTY();
    this.selected = -1;
    this.article = model.articles.length === 1 ? 0 : -1;
    this.table = false;
    this.view = null;
    this.rows = [];
    this.writeSoon = D.later(250, () => this.write());
  }

  change(changes) {
    Object.assign(this.filter, changes);
    this.apply();
  }

  reset() {
    this.filter = EMPTY();
    this.apply();
  }

  /* How many filters are set, for the badge. */
  get active() {
    const f = this.filter;
    return [f.hidden.size, f.actor, f.status.size, f.from !== null || f.to !== null, f.confidence, f.query, f.located]
      .filter(Boolean).length;
  }

  apply() {
    this.rows = this.matching({});
    if (this.selected >= 0 && !this.rows.includes(this.selected)) this.select(-1);
    D.emit("rows", this.rows);
    this.writeSoon();
  }

  /* Rows that pass; `without` names filters to leave out (the timeline counts what lies outside its window). */
  matching(without) {
    const { model, filter } = this;
    const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
    const timed = !without.time && (filter.from !== null || filter.to !== null);
    const from = filter.from === null ? -Infinity : filter.from, to = filter.to === null ? Infinity : filter.to;
    const rows = [];
    for (let i = 0; i < model.count; i++) {
      if (!without.kind && filter.hidden.size && filter.hidden.has(model.get(i, "kind") || "other")) continue;
      if (model.sure[i] < filter.confidence) continue;
      // Undated incidents stay listed whatever the window: nothing says that they lie outside it.
      if (timed && model.dated(i) && (model.to[i] < from || model.from[i] > to)) continue;
      if (filter.status.size && filter.status.has(model.status(i))) continue;
      if (filter.located === "yes" && !model.located(i)) continue;
      if (filter.located === "no" && model.located(i)) continue;
      if (filter.actor && !model.list(i, "actors").includes(filter.actor)) continue;
      if (words.length) {
        const text = model.text(i);
        if (!words.every((word) => text.includes(word))) continue;
      }
      rows.push(i);
    }
    return rows;
  }

  select(i, options) {
    if (i === this.selected && !(options && options.again)) return;
    this.selected = i;
    const article = i >= 0 ? this.model.get(i, "article") : null;
    if (typeof article === "number" && article >= 0 && article !== this.article) this.open(article);
    D.emit("selected", { row: i, ...options });
    this.writeSoon();
  }

  open(article) {
    this.article = article;
    D.emit("article", article);
    this.writeSoon();
  }

  write() {
    const f = this.filter, out = new URLSearchParams();
    if (f.hidden.size) out.set("hide", [...f.hidden].join(","));
    if (f.actor) out.set("actor", f.actor);
    if (f.status.size) out.set("without", [...f.status].join(","));
    if (f.from !== null) out.set("from", new Date(f.from).toISOString().slice(0, 16));
    if (f.to !== null) out.set("to", new Date(f.to).toISOString().slice(0, 16));
    if (f.confidence) out.set("sure", f.confidence.toFixed(2));
    if (f.query) out.set("q", f.query);
    if (f.located) out.set("located", f.located);
    if (this.selected >= 0) out.set("incident", this.model.get(this.selected, "id"));
    if (this.article >= 0 && this.model.articles.length > 1) out.set("article", this.article);
    if (this.table) out.set("table", "1");
    if (this.view) out.set("at", this.view);
    // A page inside a notebook's frame has no address of its own.
    if (location.protocol === "about:") return;
    const fragment = out.toString();
    if (location.hash.slice(1) !== fragment) history.replaceState(null, "", `#${fragment}`);
  }

  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const list = (name) => new Set((given.get(name) || "").split(",").filter(Boolean));
    const instant = (name) => { const ms = D.time(given.get(name) || "", name === "to"); return isNaN(ms) ? null : ms; };
    const sure = Number(given.get("sure"));
    this.filter = {
      hidden: list("hide"), actor: given.get("actor") || "", status: list("without"), from: instant("from"), to: instant("to"),
      confidence: sure > 0 && sure <= 1 ? sure : 0, query: (given.get("q") || "").slice(0, 200),
      located: ["yes", "no"].includes(given.get("located")) ? given.get("located") : "",
    };
    const article = given.has("article") ? Number(given.get("article")) : -1;
    if (Number.isInteger(article) && article >= 0 && article < this.model.articles.length) this.article = article;
    this.table = given.get("table") === "1";
    const at = /^([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(given.get("at") || "");
    this.view = at ? at[0] : null;
    return { at: at ? at.slice(1).map(Number) : null, selected: this.model.find(given.get("incident")) };
  }
};
