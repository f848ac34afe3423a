/* One incident with all that the text says of it: claims side by side, none averaged, the sentence behind each. */

D.Card = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("card") });
    D.on("selected", ({ row, focus }) => this.show(row, focus));
    D.on("together", (rows) => this.together(rows));
    D.on("close", () => this.close());
  }

  fill(...parts) {
    this.home.hidden = !parts.length;
    D.byId("dl").classList.toggle("has-card", parts.length > 0);
    this.home.replaceChildren(...parts);
    this.home.scrollTop = 0;
  }

  show(i, focus) {
    if (i < 0) return this.fill();
    const { model } = this;
    this.fill(this.head(i), D.h("div.card-body", this.facts(i), this.who(i), this.claims(i), this.quotes(i), this.others(i), this.source(i)));
    D.say(`${model.titleOf(i)}. ${model.when(i)}. ${model.where(i)}.`);
    if (focus) this.home.focus();
    return null;
  }

  /* Incidents at one and the same place never fall apart on the map: they are listed instead. */
  together(rows) {
    const { model, state } = this;
    state.select(-1);
    this.fill(
      D.h("header.card-head", D.h("h2", `${D.plural(rows.length, "incident")} at one place`), D.h("div.card-steps", this.closing())),
      D.h("ul.incidents", rows.map((i) => D.h("li", D.h("button.incident", { onclick: () => state.select(i, { focus: true, again: true }) },
        D.markElement(model.get(i, "kind"), model.status(i), 20), D.h("span.item-title", { dir: "auto" }, model.titleOf(i)), D.h("span.item-meta", model.when(i)))))));
    this.home.focus();
  }

  closing() { return D.h("button", { "aria-label": "Close", id: "card-close", onclick: () => this.close() }, "×"); }

  close() {
    if (this.state.selected >= 0) this.state.select(-1);
    else this.fill();
  }

  head(i) {
    const { model, state } = this, kind = model.kind(i), status = model.status(i);
    const step = (by) => {
      const at = state.rows.indexOf(i), next = state.rows[(at + by + state.rows.length) % state.rows.length];
      state.select(next, { fly: true, focus: true, again: true });
    };
    return D.h("header.card-head",
      D.h("div.card-kind", D.markElement(kind.name, status, 24), D.h("span", kind.label), D.h(`span.status.status-${Object.hasOwn(D.statuses, status) ? status : "other"}`, D.statuses[status] || status)),
      D.h("h2", { dir: "auto" }, model.titleOf(i)),
      D.h("div.card-steps",
        D.h("button", { "aria-label": "Incident before", onclick: () => step(-1) }, "‹"),
        D.h("button", { "aria-label": "Next incident", onclick: () => step(1) }, "›"),
        this.closing()));
  }

  facts(i) {
    const { model } = this, precision = model.get(i, "where_precision"), radius = model.get(i, "radius_km"), sure = model.sure[i];
    const named = model.get(i, "place") || "";
    const place = [model.get(i, "admin1"), D.country(model.get(i, "country"))].filter((part) => part && !named.includes(part));
    const unlocated = !model.located(i);
    const how = [D.precisions[precision], radius >= 0.05 && `± ${radius < 10 ? Number(radius.toFixed(1)) : Math.round(radius)} km`].filter(Boolean).join(", ");
    return D.h("dl.facts",
      D.h("dt", "When"), D.h("dd", model.when(i), this.small(D.datePrecisions[model.get(i, "date_precision")])),
      D.h("dt", "Where"),
      D.h("dd", { dir: "auto" }, unlocated ? "Not on the map" : [model.where(i), ...place].join(", "),
        this.small(unlocated ? model.get(i, "because") || model.get(i, "how") : how),
        unlocated ? null : this.small(model.get(i, "how"))),
      D.h("dt", "Sure"),
      D.h("dd", D.h("meter", { min: 0, max: 1, value: sure.toFixed(2), "aria-label": "Confidence" }), ` ${Math.round(100 * sure)} %`));
  }

  small(text) { return text ? D.h("small", { dir: "auto" }, text) : null; }

  who(i) {
    const roles = this.model.list(i, "roles");
    const actors = roles.length ? roles : this.model.list(i, "actors").map((name) => [name, "", ""]);
    if (!actors.length) return null;
    return D.h("section", D.h("h3", "Who"), D.h("ul.who", actors.map(([name, role, side]) =>
      D.h("li", { dir: "auto" }, name, this.small([role && role !== "party" && role !== "other" ? role : "", D.country(side)].filter(Boolean).join(", "))))));
  }

  claims(i) {
    const claims = this.model.list(i, "claims");
    if (!claims.length) return null;
    const byMeasure = new Map();
    for (const claim of claims) byMeasure.set(claim.measure, [...(byMeasure.get(claim.measure) || []), claim]);
    const contested = [...byMeasure.values()].some((list) => new Set(list.map((c) => c.claimant)).size > 1);
    return D.h("section", D.h("h3", contested ? "What each side claims" : "Figures"),
      [...byMeasure].map(([measure, list]) => D.h("table.claims",
        D.h("caption", D.measures[measure] || measure.replaceAll("_", " ")),
        D.h("thead.vh", D.h("tr", ["Figure", "Who says so, of whom"].map((name) => D.h("th", { scope: "col" }, name)))),
        D.h("tbody", list.map((claim) => D.h("tr",
          D.h("td.figure", this.figure(claim)),
          D.h("td", { dir: "auto" }, claim.claimant || "The text itself", claim.denied ? D.h("span.status.status-denied", claim.claimant ? "denies it" : "denied") : null, claim.side ? this.small(`on the side of ${D.country(claim.side)}`) : null, this.quote(i, claim))))))));
  }

  figure({ value, low, high }) {
    const n = (x) => x.toLocaleString("en");
    if (value === null && low === null && high === null) return "—";
    if (low !== null && high !== null && low !== high) return `${n(low)}–${n(high)}`;
    if (high === null && low !== null) return `${n(low)}+`;
    if (low === null && high !== null && value !== high) return `≤ ${n(high)}`;
    return n(value === null ? low : value);
  }

  quotes(i) {
    const quotes = this.model.list(i, "evidence");
    if (!quotes.length) return null;
    return D.h("section", D.h("h3", "The words behind it"), quotes.map((quote) => this.quote(i, quote)));
  }

  /* A quote; where the article is at hand, a click shows it in the text. */
  quote(i, { quote }) {
    if (!quote) return null;
    if (!(this.model.get(i, "article") >= 0)) return D.h("blockquote", { dir: "auto" }, quote);
    const show = () => { D.emit("panel", "text"); this.state.select(i, { again: true, read: true }); };
    return D.h("blockquote", { dir: "auto" }, D.h("button.quote", { onclick: show, title: "Show in the text" }, quote));
  }

  /* The places of that name that were rejected, each with why. */
  others(i) {
    const list = this.model.list(i, "alternatives");
    if (!list.length) return null;
    return D.h("section", D.h("h3", "What else the name could mean"), D.h("ul.others", list.map((other) => {
      const people = other.population ? `${other.population.toLocaleString("en")} people` : "";
      const what = [D.placeKinds[other.kind], people].filter(Boolean).join(", ");
      const why = `Rejected: ${other.because || "less likely in all, for no single reason"} (${Math.round(100 * other.confidence)} % sure)`;
      return D.h("li", { dir: "auto" }, `${other.name}, ${D.country(other.country)}`, what && ` (${what})`, this.small(why));
    })));
  }

  source(i) {
    const url = this.model.get(i, "url"), source = this.model.get(i, "source");
    if (!url && !source) return null;
    return D.h("p.source", { dir: "auto" }, "Source: ", url ? D.link(url, source || url) : source);
  }
};
