/* The same incidents as a table: sortable, a page at a time, with nothing that only the map would show. */

const PAGE = 50;
const COLUMNS = [
  ["Kind", (m, i) => m.kind(i).label], ["What", (m, i) => m.titleOf(i)], ["When", (m, i) => m.when(i), (m, i) => m.from[i]],
  ["Where", (m, i) => m.where(i)], ["Country", (m, i) => D.country(m.get(i, "country"))],
  ["How precisely", (m, i) => (m.located(i) ? D.precisions[m.get(i, "where_precision")] || "" : "not on the map"), (m, i) => m.get(i, "where_precision") || 9],
  ["Status", (m, i) => D.statuses[m.status(i)] || m.status(i)],
  ["Killed", (m, i) => m.get(i, "killed")], ["Injured", (m, i) => m.get(i, "injured")],
  ["Sure", (m, i) => `${Math.round(100 * m.sure[i])} %`, (m, i) => m.sure[i]], ["Source", (m, i) => m.get(i, "source") || ""],
];

const ALWAYS = 4; // columns that stand whether or not they say anything

D.Table = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("table"), page: 0, column: 2, down: false });
    const all = [...Array(model.count).keys()], blank = (value) => value === null || value === "";
    this.columns = COLUMNS.filter(([, text], n) => n < ALWAYS || all.some((i) => !blank(text(model, i))));
    D.byId("table-button").addEventListener("click", () => this.toggle());
    D.on("rows", () => { this.page = 0; if (state.table) this.render(); });
    D.on("selected", () => { if (state.table) this.render(); });
  }

  toggle() {
    this.state.table = !this.state.table;
    this.show();
    this.state.writeSoon();
  }

  show() {
    this.home.hidden = !this.state.table;
    D.byId("dl").classList.toggle("has-table", this.state.table);
    D.byId("table-button").setAttribute("aria-pressed", String(this.state.table));
    if (this.state.table) this.render();
    D.emit("layout");
  }

  sorted() {
    const { model } = this, [, text, sort] = this.columns[this.column], key = sort || text, sign = this.down ? -1 : 1;
    const keys = new Map(this.state.rows.map((i) => [i, key(model, i)]));
    const missing = (value) => value === null || value === "" || Number.isNaN(value);
    return [...this.state.rows].sort((a, b) => {
      const x = keys.get(a), y = keys.get(b);
      if (missing(x) || missing(y)) return missing(x) - missing(y);
      return sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y)));
    });
  }

  render() {
    const rows = this.sorted(), pages = Math.max(1, Math.ceil(rows.length / PAGE));
    this.page = Math.max(0, Math.min(this.page, pages - 1));
    const head = this.columns.map(([name], n) => D.h("th", { scope: "col", "aria-sort": n === this.column ? (this.down ? "descending" : "ascending") : null },
      D.h("button", { onclick: () => this.sort(n) }, name, D.h("span", { "aria-hidden": "true" }, n === this.column ? (this.down ? " ↓" : " ↑") : ""))));
    const body = rows.slice(this.page * PAGE, (this.page + 1) * PAGE).map((i) => this.row(i));
    this.home.replaceChildren(
      D.h("div.table-scroll", { tabindex: 0, role: "group", "aria-label": "Table, scrollable" }, D.h("table", D.h("caption.vh", "Incidents"), D.h("thead", D.h("tr", head)), D.h("tbody", body))),
      D.h("div.pages", D.h("button", { id: "page-before", disabled: this.page === 0, onclick: () => this.turn(-1) }, "‹ Back"),
        D.h("span", `${rows.length ? this.page * PAGE + 1 : 0}–${Math.min(rows.length, (this.page + 1) * PAGE)} of ${rows.length.toLocaleString("en")}`),
        D.h("button", { id: "page-next", disabled: this.page >= pages - 1, onclick: () => this.turn(1) }, "Next ›")));
  }

  row(i) {
    const open = () => this.state.select(i, { focus: true, again: true });
    const cells = this.columns.map(([, text], n) => {
      const value = text(this.model, i);
      if (n === 1) return D.h("td", { dir: "auto" }, D.h("button.open", { onclick: open }, value));
      return D.h("td", { dir: "auto" }, n === 0 ? D.markElement(this.model.get(i, "kind"), this.model.status(i), 16) : null, value === null ? "" : String(value));
    });
    return D.h(i === this.state.selected ? "tr.own" : "tr", cells);
  }

  sort(n) {
    this.down = n === this.column ? !this.down : false;
    this.column = n;
    this.render();
    this.home.querySelectorAll("th button")[n].focus();
  }

  turn(by) {
    this.page += by;
    this.render();
    this.home.querySelector(".table-scroll").scrollTop = 0;
  }
};
