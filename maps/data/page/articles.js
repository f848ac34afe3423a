/* The articles of a page that has many: a list to choose from, with a search of its own. */

const AT_ONCE = 100, NAME_LENGTH = 80;

/* What an article without a title is known by: its first words. */
const beginning = (text) => {
  const [line] = text.trim().split("\n"), points = Array.from(line);
  return points.length <= NAME_LENGTH ? line : `${points.slice(0, NAME_LENGTH).join("")}…`;
};

D.Articles = class {
  constructor(model, state, rowsOf) {
    Object.assign(this, { model, state, rowsOf, shown: AT_ONCE, wanted: "" });
  }

  render() {
    const { articles } = this.model;
    const box = D.h("input", { type: "search", "aria-label": "Find an article", placeholder: `Find among ${articles.length.toLocaleString("en")} articles`, value: this.wanted });
    const items = D.h("ul.articles"), none = D.h("p.hint", "No article has these words.");
    const more = D.h("button.more", { onclick: () => { this.shown += AT_ONCE; fill(); } }, "Show more");
    const fill = () => {
      const found = this.found();
      items.replaceChildren(...found.slice(0, this.shown).map((n) => this.item(n)));
      more.hidden = found.length <= this.shown;
      none.hidden = found.length > 0;
    };
    box.addEventListener("input", D.later(150, () => { this.wanted = box.value; this.shown = AT_ONCE; fill(); }));
    fill();
    return [D.h("div.find", box), none, items, more];
  }

  found() {
    const { articles } = this.model, words = this.wanted.toLowerCase();
    return [...articles.keys()].filter((n) => !words || `${articles[n].title}\n${articles[n].source}\n${articles[n].text}`.toLowerCase().includes(words));
  }

  item(n) {
    const article = this.model.articles[n], rows = this.rowsOf.get(n) || [];
    const kinds = [...new Set(rows.map((i) => this.model.get(i, "kind")))].slice(0, 6);
    return D.h("li", D.h("button.article-item", { onclick: () => this.state.open(n) },
      D.h("span.item-title", { dir: "auto" }, article.title || beginning(article.text) || article.id || `Article ${n + 1}`),
      D.h("span.item-meta", { dir: "auto" }, [article.source, article.published && D.when(article.published, null, "day"), D.plural(rows.length, "incident")].filter(Boolean).join(" · ")),
      D.h("span.item-marks", kinds.map((kind) => D.markElement(kind, "reported", 15)))));
  }
};
