/* The incidents of the page, in columns; one row is a small view on them. */

const SCALE = 10000;

class Column {
  constructor(data) {
    this.values = data && data.d ? data.d : data;
    this.codes = data && data.d ? data.c : null;
  }

  at(i) {
    if (!this.values) return null;
    const value = this.codes ? this.values[this.codes[i]] : this.values[i];
    return value === undefined ? null : value;
  }
}

D.Model = class {
  constructor(data) {
    this.count = data.count;
    this.title = data.title;
    this.articles = data.articles;
    this.columns = {};
    for (const [name, values] of Object.entries(data.incidents)) this.columns[name] = new Column(values);
    const n = this.count;
    this.from = new Float64Array(n);
    this.to = new Float64Array(n);
    this.sure = new Float32Array(n);
    this.x = new Float64Array(n);
    this.y = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const start = this.get(i, "start"), end = this.get(i, "end");
      this.from[i] = D.time(start === null ? end : start);
      this.to[i] = D.time(end === null ? start : end, true);
      if (this.to[i] < this.from[i]) this.to[i] = this.from[i];
      const confidence = this.get(i, "confidence");
      this.sure[i] = confidence === null ? 1 : confidence;
      const x = this.get(i, "x");
      [this.x[i], this.y[i]] = x === null ? [NaN, NaN] : D.mercator(x / SCALE, this.get(i, "y") / SCALE);
    }
    this.shapes = data.shapes.map((row) => ({
      areas: row.areas.map((flat) => D.fromDeltas(flat, SCALE)),
      lines: row.lines.map((flat) => D.fromDeltas(flat, SCALE)),
      points: row.points.map((flat) => D.fromDeltas(flat, SCALE)),
    }));
    for (const article of this.articles) for (const mention of article.mentions) this.place(mention);
    this.searched = null;
    this.numbers = null;
  }

  /* Gives a mention what draws it: `at`, its point in unit-square coordinates or null, and `drawn`, its shape or null. */
  place(mention) {
    mention.at = mention.x === null ? null : D.mercator(mention.x / SCALE, mention.y / SCALE);
    mention.drawn = mention.shape >= 0 ? this.shapes[mention.shape] : null;
  }

  get(i, name) { return this.columns[name] ? this.columns[name].at(i) : null; }

  list(i, name) {
    const value = this.get(i, name);
    return Array.isArray(value) ? value : [];
  }

  kind(i) { return D.kind(this.get(i, "kind") || "other"); }

  status(i) { return this.get(i, "status") || "reported"; }

  precision(i) { return this.get(i, "where_precision") || 1; }

  /* The shape of an incident's place, or null where it is a point or nowhere. */
  shape(i) {
    const number = this.get(i, "shape");
    return number === null || number < 0 ? null : this.shapes[number];
  }

  /* The mentions that a relative place is built from. */
  anchors(i) {
    const article = this.articles[this.get(i, "article")];
    return this.list(i, "anchors").map((number) => article.mentions[number]);
  }

  located(i) { return !isNaN(this.x[i]); }

  dated(i) { return !isNaN(this.from[i]); }

  when(i) { return D.when(this.get(i, "start"), this.get(i, "end"), this.get(i, "date_precision")); }

  /* "Armenia", "eastern border of Armenia", or why there is none. */
  where(i) {
    const place = this.get(i, "place");
    if (place) return place;
    return this.located(i) ? "a place on the map" : "no place given";
  }

  titleOf(i) { return this.get(i, "title") || `${this.kind(i).label} · ${this.where(i)}`; }

  find(id) {
    if (!this.numbers) {
      this.numbers = new Map();
      for (let i = this.count - 1; i >= 0; i--) this.numbers.set(this.get(i, "id"), i);
    }
    const found = this.numbers.get(id);
    return found === undefined ? -1 : found;
  }

  /* What the text search looks through, in lower case, made at the first search. */
  text(i) {
    if (!this.searched) this.searched = new Array(this.count);
    if (this.searched[i] === undefined) {
      const words = ["title", "kind", "place", "country", "admin1", "source"].map((name) => this.get(i, name) || "");
      const quotes = this.list(i, "evidence").map((quote) => quote.quote || "");
      const claimants = this.list(i, "claims").map((claim) => claim.claimant || "");
      this.searched[i] = [...words, ...this.list(i, "actors"), ...quotes, ...claimants].join("\n").toLowerCase();
    }
    return this.searched[i];
  }

  /* How many have each value of a column or list, the most frequent first. */
  tally(name, rows) {
    const counts = new Map();
    for (const i of rows) {
      const value = this.get(i, name);
      for (const each of Array.isArray(value) ? value : [value]) {
        if (each) counts.set(each, (counts.get(each) || 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  }
};
