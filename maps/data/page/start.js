/* Puts the page together once the data is unpacked. */

const NEAR_ZOOM = 7.5, FIT_ZOOM = 9;

const paneFor = (map, name, level) => {
  const pane = map.createPane(name);
  pane.style.zIndex = level;
  pane.style.pointerEvents = "none";
  return name;
};

/* The box round what was reported; a wash over a whole country or a far-off plan does not widen it. */
const around = (model, rows) => {
  const placed = rows.filter((i) => model.located(i));
  const close = placed.filter((i) => model.status(i) === "reported" && (model.get(i, "where_precision") || 1) < 6);
  const box = L.latLngBounds([]);
  const add = (x, y) => { const [lon, lat] = D.degrees(x, y); box.extend([lat, lon]); };
  for (const i of close.length ? close : placed) {
    const shape = model.get(i, "shape");
    if (shape !== null && shape >= 0) {
      const { areas, lines, points } = model.shapes[shape];
      for (const line of [...areas, ...lines, ...points]) { add(line.west, line.north); add(line.east, line.south); }
    } else add(model.x[i], model.y[i]);
  }
  return box;
};

const tabs = () => {
  const names = ["text", "incidents"], root = D.byId("dl");
  const show = (name) => {
    root.dataset.panel = name;
    for (const each of names) {
      const tab = D.byId(`tab-${each}`);
      tab.setAttribute("aria-selected", String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
      D.byId(`panel-${each}`).hidden = each !== name;
    }
  };
  for (const name of names) {
    const tab = D.byId(`tab-${name}`);
    tab.addEventListener("click", () => show(name));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = names.find((each) => each !== name);
      if (!D.byId(`tab-${other}`).hidden) { show(other); D.byId(`tab-${other}`).focus(); }
    });
  }
  D.on("panel", show);
  return show;
};

const themes = () => {
  const order = [["", "as the system", "◐"], ["light", "light", "☀"], ["dark", "dark", "☾"]];
  let at = 0;
  D.byId("theme-button").addEventListener("click", () => {
    at = (at + 1) % order.length;
    const [name, label, sign] = order[at];
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    D.byId("theme-sign").textContent = sign;
    D.byId("theme-button").setAttribute("aria-label", `Colour scheme: ${label}`);
    D.emit("theme");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => D.emit("theme"));
};

const menu = () => {
  const button = D.byId("save-button"), list = D.byId("save");
  const open = (yes) => { list.hidden = !yes; button.setAttribute("aria-expanded", String(yes)); };
  button.addEventListener("click", () => open(list.hidden));
  list.addEventListener("click", () => open(false));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) open(false); });
  list.addEventListener("keydown", (event) => { if (event.key === "Escape") { open(false); button.focus(); } });
};

const tips = () => {
  const tip = D.byId("tip");
  D.on("tip", (what) => {
    tip.hidden = !what;
    if (!what) return;
    tip.replaceChildren(D.h("strong", { dir: "auto" }, what.title), ...what.lines.filter(Boolean).map((line) => D.h("span", { dir: "auto" }, line)));
    const stage = D.byId("dl").getBoundingClientRect();
    const box = what.element ? what.element.getBoundingClientRect() : new DOMRect(what.x, what.y, 0, 0);
    const { offsetWidth: width, offsetHeight: height } = tip;
    tip.style.left = `${Math.max(6, Math.min(stage.width - width - 6, box.left + box.width / 2 - width / 2))}px`;
    tip.style.top = `${box.top - height - 8 < 4 ? box.bottom + 10 : box.top - height - 8}px`;
  });
};

const mapHandlers = (map, model, state, marks, redraw) => {
  const hover = (row) => {
    if (marks.hovered === row) return;
    marks.hovered = row;
    redraw();
  };
  D.on("hover", (row) => hover(row));
  map.on("mousemove", (event) => {
    const mark = marks.at(event.layerPoint), box = map.getContainer().getBoundingClientRect();
    map.getContainer().style.cursor = mark ? "pointer" : "";
    const row = mark ? mark.row : -1;
    if (row !== marks.hovered) D.emit("hover", row);
    const at = { x: box.left + event.containerPoint.x, y: box.top + event.containerPoint.y - 10 };
    if (!mark) D.emit("tip", null);
    else if (mark.cluster !== null) D.emit("tip", { ...at, title: D.plural(mark.count, "incident"), lines: ["Click to look closer"] });
    else D.emit("tip", { ...at, title: model.titleOf(row), lines: [`${model.when(row)} · ${model.where(row)}`, D.precisions[model.get(row, "where_precision")]] });
  });
  map.on("mouseout", () => { D.emit("hover", -1); D.emit("tip", null); });
  map.on("click", (event) => {
    const mark = marks.at(event.layerPoint);
    if (!mark) return;
    D.emit("tip", null);
    if (mark.cluster === null) {
      if (model.get(mark.row, "article") >= 0) D.emit("panel", "text");
      state.select(mark.row, { again: true });
      return;
    }
    const zoom = marks.clusters.opensAt(mark.cluster);
    if (zoom <= Math.min(marks.clusters.deepest + 1, map.getMaxZoom()) && zoom > map.getZoom()) map.setView(event.latlng, zoom, { animate: !D.still() });
    else together(marks.clusters.rowsOf(mark.cluster, 200));
  });
  /* Incidents at one and the same place never fall apart: they are listed instead. */
  const together = (rows) => {
    const card = D.byId("card");
    state.select(-1);
    card.hidden = false;
    D.byId("dl").classList.add("has-card");
    card.replaceChildren(
      D.h("header.card-head", D.h("h2", `${D.plural(rows.length, "incident")} at one place`), D.h("div.card-steps", D.h("button", { "aria-label": "Close", onclick: () => { card.hidden = true; D.byId("dl").classList.remove("has-card"); } }, "×"))),
      D.h("ul.incidents", rows.map((i) => D.h("li", D.h("button.incident", { onclick: () => state.select(i, { focus: true, again: true }) }, D.markElement(model.get(i, "kind"), model.status(i), 20), D.h("span.item-title", { dir: "auto" }, model.titleOf(i)), D.h("span.item-meta", model.when(i)))))));
    card.focus();
  };
};

const moves = (map, model, state) => {
  const go = (box, zoom) => {
    const covered = D.byId("card").hidden || matchMedia("(max-width: 760px)").matches ? 0 : 360;
    map.fitBounds(box, { maxZoom: zoom, animate: !D.still(), paddingTopLeft: [40, 40], paddingBottomRight: [40 + covered, 40] });
  };
  D.on("selected", ({ row, fly }) => {
    if (row < 0 || !model.located(row) || !fly) return;
    const box = around(model, [row]);
    if (!map.getBounds().pad(-0.15).contains(box) || map.getZoom() < 4) go(box, Math.max(NEAR_ZOOM, Math.min(map.getZoom(), 11)));
  });
  D.on("goto", (mention) => {
    const shape = mention.shape >= 0 ? model.shapes[mention.shape] : null, box = L.latLngBounds([]);
    for (const line of shape ? [...shape.areas, ...shape.lines] : []) {
      for (const [x, y] of [[line.west, line.north], [line.east, line.south]]) { const [lon, lat] = D.degrees(x, y); box.extend([lat, lon]); }
    }
    if (!box.isValid()) box.extend([mention.y / 10000, mention.x / 10000]);
    go(box, NEAR_ZOOM);
  });
  const all = (animate) => {
    const box = around(model, state.rows.length ? state.rows : [...Array(model.count).keys()]);
    if (box.isValid()) map.fitBounds(box, { padding: [48, 48], maxZoom: FIT_ZOOM, animate: animate && !D.still() });
    else map.setView([20, 0], 2, { animate: false });
  };
  D.byId("zoom-in").addEventListener("click", () => map.zoomIn(1));
  D.byId("zoom-out").addEventListener("click", () => map.zoomOut(1));
  D.byId("zoom-all").addEventListener("click", () => all(true));
  return all;
};

const keys = (map, state) => {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const at = state.rows.indexOf(state.selected), n = state.rows.length;
    if (event.key === "Escape" && state.selected >= 0) state.select(-1);
    else if (event.key === "/") { event.preventDefault(); D.byId("query").focus(); }
    else if (event.key === "n" && n) state.select(state.rows[(at + 1) % n], { fly: true });
    else if (event.key === "p" && n) state.select(state.rows[(at - 1 + n) % n], { fly: true });
    else if (event.key === "t") D.byId("table-button").click();
  });
};

const heading = (model, page) => {
  D.byId("title").textContent = model.title;
  document.title = model.title;
  const article = model.articles.length === 1 ? model.articles[0] : null;
  D.byId("byline").textContent = article
    ? [article.source, article.published && D.when(article.published, null, "day")].filter(Boolean).join(" · ")
    : [model.articles.length && D.plural(model.articles.length, "article"), D.plural(model.count, "incident")].filter(Boolean).join(" · ");
  D.byId("ground-note").textContent = page.note;
  if (model.articles.length !== 1) D.byId("tab-text").textContent = "Articles";
};

D.start = async function () {
  const [page, data, ground] = await Promise.all([D.json("dateline-page"), D.json("dateline-data"), D.bytes("dateline-basemap")]);
  const map = window[page.map], model = new D.Model(data), state = new D.State(model), basemap = new D.Basemap(ground);
  const marks = new D.Marks(map, model, state);
  const given = state.read(), showTab = tabs();
  heading(model, page);
  const under = new D.Canvas((view) => basemap.draw(view), { pane: paneFor(map, "dateline-ground", 150) });
  const over = new D.Canvas((view) => marks.clusters.index && marks.draw(view), { pane: paneFor(map, "dateline-incidents", 450) });
  map.attributionControl.setPrefix(false).addAttribution("Natural Earth, GeoNames");
  L.control.scale({ imperial: false }).addTo(map);
  let waiting = false;
  const redraw = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; over.redraw(); });
  };
  const list = new D.List(model, state), reader = new D.Reader(model, state, marks);
  const card = new D.Card(model, state), table = new D.Table(model, state);
  const legend = new D.Legend(model, state), filters = new D.Filters(model, state), timeline = new D.Timeline(model, state);
  const pictures = new D.Pictures(map, basemap, marks, model, state, page.note, page.tiles);
  D.on("rows", (rows) => { marks.load(rows); redraw(); });
  D.on("selected", redraw);
  D.on("theme", () => { marks.sprites.clear(); under.redraw(); redraw(); });
  D.on("layout", () => map.invalidateSize());
  new ResizeObserver(D.later(80, () => map.invalidateSize())).observe(D.byId("map-slot"));
  tips();
  menu();
  themes();
  mapHandlers(map, model, state, marks, redraw);
  keys(map, state);
  const all = moves(map, model, state);
  D.byId("skip").addEventListener("click", () => { showTab("incidents"); D.byId("panel-incidents").focus(); });
  if (!model.articles.length) { D.byId("tab-text").hidden = true; showTab("incidents"); }
  if (matchMedia("(max-width: 760px)").matches) D.byId("legend").open = false;
  map.invalidateSize({ animate: false });
  state.rows = state.matching({});
  if (given.at) map.setView([given.at[1], given.at[2]], given.at[0], { animate: false });
  else all(false);
  under.addTo(map);
  over.addTo(map);
  reader.render();
  state.apply();
  table.show();
  if (given.selected >= 0) state.select(given.selected, {});
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.view = `${map.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
    state.writeSoon();
  });
  window.addEventListener("hashchange", () => {
    const now = state.read();
    state.apply();
    reader.render();
    table.show();
    if (now.at) map.setView([now.at[1], now.at[2]], now.at[0], { animate: false });
    if (now.selected >= 0) state.select(now.selected, {});
  });
  window.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
  D.byId("dl").classList.add("ready");
  D.byId("dl").dataset.ready = Math.round(performance.now());
  return { list, card, legend, filters, timeline, pictures };
};

D.start();
