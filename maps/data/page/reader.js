/* The article beside the map: places and what happened are marked in its text, both ways connected with the map. */

const RIGHT_TO_LEFT = /^(ar|arc|dv|fa|ckb|he|ks|ps|sd|ug|ur|yi)\b/;

/* Offsets count code points, as Python does; strings here count UTF-16 units. */
const slicer = (text) => {
  if (!/[\ud800-\udfff]/.test(text)) return (a, b) => text.slice(a, b);
  const points = Array.from(text);
  return (a, b) => points.slice(a, b).join("");
};

const length = (text) => (/[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length);

const middle = (element) => {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
};

D.Reader = class {
  constructor(model, state, marks) {
    Object.assign(this, { model, state, marks, home: D.byId("panel-text") });
    this.byArticle = new Map();
    for (let i = 0; i < model.count; i++) {
      const article = model.get(i, "article");
      if (!this.byArticle.has(article)) this.byArticle.set(article, []);
      this.byArticle.get(article).push(i);
    }
    this.articles = new D.Articles(model, state, this.byArticle);
    D.on("article", () => this.render());
    D.on("selected", ({ row, quiet, read }) => this.light(row, { quiet, read }));
    D.on("rows", () => this.dim());
    D.on("hover", (row) => this.glow(row));
  }

  render() {
    this.segments = [];
    const article = this.model.articles[this.state.article];
    this.home.replaceChildren(...(article ? this.article(article) : this.articles.render()));
    this.home.scrollTop = 0;
    if (article) this.dim();
  }

  article(article) {
    const direction = RIGHT_TO_LEFT.test(article.language || "") ? "rtl" : "auto";
    const begins = article.title && article.text.trimStart().startsWith(article.title);
    const back = this.model.articles.length > 1
      ? D.h("button.back", { onclick: () => this.state.open(-1) }, "← All articles") : null;
    const meta = [article.author, article.source, article.published && D.when(article.published, null, "day")].filter(Boolean).join(" · ");
    return [D.h("article.text", { dir: direction, lang: article.language || null },
      back,
      article.title && !begins ? D.h("h2", { dir: "auto" }, article.title) : null,
      meta || article.url ? D.h("p.meta", { dir: "auto" }, meta, meta && article.url ? " · " : null, article.url ? D.link(article.url, "source") : null) : null,
      this.paragraphs(article, begins),
      article.notes.length ? D.h("div.notes", article.notes.map((note) => D.h("p", { dir: "auto" }, note))) : null)];
  }

  paragraphs(article, titled) {
    const rows = this.byArticle.get(this.state.article) || [], slice = slicer(article.text), end = length(article.text);
    const spans = [];
    article.mentions.forEach((mention, n) => spans.push({ ...mention, mention: n, row: -1 }));
    for (const row of rows) {
      const trigger = this.model.get(row, "trigger");
      if (trigger) spans.push({ start: trigger.start, end: trigger.end, mention: -1, row });
    }
    const cuts = new Set([0, end]);
    for (const { start, end: stop } of spans) cuts.add(start).add(stop);
    for (const row of rows) {
      for (const quote of [...this.model.list(row, "evidence"), ...this.model.list(row, "claims")]) cuts.add(quote.start).add(quote.end);
    }
    const at = [...cuts].filter((n) => n >= 0 && n <= end).sort((a, b) => a - b);
    const blocks = [];
    let block = null;
    const begin = () => { block = D.h(titled && !blocks.length ? "h2" : "p", { dir: "auto" }); blocks.push(block); };
    begin();
    for (let k = 0; k + 1 < at.length; k++) {
      slice(at[k], at[k + 1]).split(/(\n[ \t]*\n\s*)/).forEach((piece, n) => {
        if (n % 2) { if (block.hasChildNodes()) begin(); return; }
        if (!piece) return;
        const over = spans.filter((span) => span.start <= at[k] && span.end >= at[k + 1]);
        block.append(this.segment(piece, at[k], at[k + 1], over));
      });
    }
    return blocks;
  }

  segment(text, start, end, over) {
    const mention = over.find((span) => span.mention >= 0), triggers = over.filter((span) => span.row >= 0);
    if (!mention && !triggers.length) {
      const plain = D.h("span", text);
      this.segments.push({ element: plain, start, end, rows: [], mention: null });
      return plain;
    }
    const first = over.some((span) => span.start === start);
    const element = D.h("span", first ? { role: "button", tabindex: 0 } : {}, text);
    const rows = triggers.map((span) => span.row);
    element.classList.toggle("mention", Boolean(mention));
    element.classList.toggle("nowhere", Boolean(mention) && !mention.at);
    element.classList.toggle("trigger", rows.length > 0);
    if (mention) element.classList.add(`role-${mention.role}`);
    if (rows.length) element.style.setProperty("--kind", this.model.kind(rows[0]).color);
    if (first) element.setAttribute("aria-label", this.spoken(text, mention, rows));
    const enter = () => {
      this.marks.mention = mention && mention.at ? mention : null;
      D.emit("hover", rows.length ? rows[0] : -1);
      this.explain(element, mention, rows);
    };
    const leave = () => { this.marks.mention = null; D.emit("hover", -1); D.emit("tip", null); };
    const go = () => (rows.length ? this.next(rows) : mention && mention.at && D.emit("goto", mention));
    element.addEventListener("mouseenter", enter);
    element.addEventListener("mouseleave", leave);
    element.addEventListener("focus", enter);
    element.addEventListener("blur", leave);
    element.addEventListener("click", go);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); }
    });
    this.segments.push({ element, start, end, rows, mention });
    return element;
  }

  next(rows) {
    const now = rows.indexOf(this.state.selected);
    this.state.select(rows[(now + 1) % rows.length], { fly: true, quiet: true, again: true });
  }

  spoken(text, mention, rows) {
    const what = rows.map((i) => `${this.model.kind(i).label}, ${this.model.where(i)}`).join("; ");
    if (what) return `${text}: ${what}`;
    return !mention.at ? `${text}: not located` : `${text}: ${mention.place || "place"}, ${D.precisions[mention.where_precision] || ""}`;
  }

  /* A line about the words under the pointer. */
  explain(element, mention, rows) {
    if (rows.length) return D.emit("tip", { element, title: this.model.titleOf(rows[0]), lines: [this.model.when(rows[0])] });
    if (!mention) return null;
    const sure = `${Math.round(100 * mention.confidence)} % sure`;
    const where = !mention.at ? mention.how || "not located" : `${D.precisions[mention.where_precision] || ""} · ${sure}`;
    return D.emit("tip", { element, title: [mention.place, D.country(mention.country)].filter(Boolean).join(", ") || element.textContent, lines: [where] });
  }

  /* Marks the sentences of the selected incident, and brings the first of them into sight. Only who asks to read moves
     the page for it: on a phone it would run away from the map that was touched. */
  light(row, { quiet, read }) {
    const ranges = row < 0 ? [] : [...this.model.list(row, "evidence"), ...this.model.list(row, "claims")];
    let first = null;
    for (const segment of this.segments || []) {
      const lit = ranges.some((range) => range.start <= segment.start && segment.end <= range.end);
      const own = row >= 0 && segment.rows.includes(row);
      segment.element.classList.toggle("lit", lit);
      segment.element.classList.toggle("own", own);
      if ((lit || own) && !first) first = segment.element;
    }
    const behavior = D.still() ? "auto" : "smooth";
    if (first && read) first.scrollIntoView({ block: "center", behavior });
    else if (first && !quiet) this.home.scrollBy({ top: middle(first) - middle(this.home), behavior });
  }

  glow(row) {
    for (const { element, rows } of this.segments || []) if (rows.length) element.classList.toggle("glow", row >= 0 && rows.includes(row));
  }

  dim() {
    const shown = new Set(this.state.rows);
    for (const { element, rows } of this.segments || []) if (rows.length) element.classList.toggle("dim", !rows.some((row) => shown.has(row)));
  }
};
