/* All incidents in a list, in the order of time, and those without a place under a heading of their own. */

const AT_ONCE = 120;

D.List = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("panel-incidents"), shown: AT_ONCE });
    D.on("rows", () => { this.shown = AT_ONCE; this.render(); });
    D.on("selected", ({ row }) => this.mark(row));
  }

  render() {
    const { model, state } = this;
    const order = (a, b) => (isNaN(model.from[a]) - isNaN(model.from[b])) || model.from[a] - model.from[b] || a - b;
    const placed = state.rows.filter((i) => model.located(i)).sort(order);
    const unplaced = state.rows.filter((i) => !model.located(i)).sort(order);
    D.byId("tab-count").textContent = state.rows.length.toLocaleString("en");
    const none = !state.rows.length && D.h("p.hint", model.count ? "None passes the search and the filters." : "The text tells of nothing that happened.");
    const children = [this.summary(placed.length, unplaced.length), none || D.h("ul.incidents", placed.slice(0, this.shown).map((i) => this.item(i)))];
    if (placed.length > this.shown) children.push(D.h("button.more", { onclick: () => { this.shown += AT_ONCE; this.render(); } }, `Show more of ${placed.length.toLocaleString("en")}`));
    if (unplaced.length) {
      children.push(
        D.h("h2.group", `Not on the map (${unplaced.length.toLocaleString("en")})`),
        D.h("p.hint", "The text does not say where, or says it in a way that fixes no place. Nothing is drawn for these."),
        D.h("ul.incidents", unplaced.slice(0, this.shown).map((i) => this.item(i))));
    }
    this.home.replaceChildren(...children);
    this.mark(state.selected);
  }

  summary(placed, unplaced) {
    const { model, state } = this, all = model.count;
    const text = state.rows.length === all ? D.plural(all, "incident") : `${state.rows.length.toLocaleString("en")} of ${D.plural(all, "incident")}`;
    const undated = state.rows.filter((i) => !model.dated(i)).length;
    return D.h("p.summary", [text, `${placed.toLocaleString("en")} on the map`, unplaced && `${unplaced.toLocaleString("en")} without a place`, undated && `${undated.toLocaleString("en")} undated`].filter(Boolean).join(" · "));
  }

  item(i) {
    const { model, state } = this, status = model.status(i);
    const select = () => state.select(i, { fly: true, again: true });
    return D.h("li", D.h("button.incident", {
      "data-row": i, onclick: select, onmouseenter: () => D.emit("hover", i), onmouseleave: () => D.emit("hover", -1), onfocus: () => D.emit("hover", i), onblur: () => D.emit("hover", -1),
    },
      D.markElement(model.get(i, "kind"), status, 22),
      D.h("span.item-title", { dir: "auto" }, model.titleOf(i)),
      D.h("span.item-meta", { dir: "auto" }, [model.when(i), model.located(i) ? model.where(i) : model.get(i, "because") || model.where(i), status === "reported" ? "" : D.statuses[status] || status].filter(Boolean).join(" · ")),
      D.toll(model, i)));
  }

  mark(row) {
    for (const button of this.home.querySelectorAll("button.incident")) {
      const own = Number(button.dataset.row) === row;
      button.classList.toggle("own", own);
      if (own) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
};

/* "22 killed · 10 injured", or nothing. */
D.toll = function (model, i) {
  const parts = ["killed", "injured", "captured", "missing"].map((name) => [model.get(i, name), name]).filter(([n]) => n !== null);
  return parts.length ? D.h("span.toll", parts.map(([n, name]) => `${n.toLocaleString("en")} ${name}`).join(" · ")) : null;
};
