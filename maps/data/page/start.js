/* Puts the page together once the data is unpacked. */

const heading = (model) => {
  D.byId("title").textContent = model.title;
  document.title = model.title;
  const article = model.articles.length === 1 ? model.articles[0] : null;
  D.byId("byline").textContent = article
    ? [article.source, article.published && D.when(article.published, null, "day")].filter(Boolean).join(" · ")
    : [model.articles.length && D.plural(model.articles.length, "article"), D.plural(model.count, "incident")].filter(Boolean).join(" · ");
  if (model.articles.length !== 1) D.byId("tab-text").textContent = "Articles";
  if (!model.articles.length) { D.byId("tab-text").hidden = true; D.emit("panel", "incidents"); }
  if (matchMedia("(max-width: 760px)").matches) D.byId("legend").open = false;
};

/* Whose borders the map shows, in the corner with the scale; Leaflet would take the words for HTML. */
const corner = (map, note) => {
  const words = new L.Control({ position: "bottomright" });
  words.onAdd = () => D.h("p.ground-note", note);
  words.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution("Natural Earth, GeoNames");
};

const layer = (map, name, level, draw) => {
  const pane = map.createPane(name);
  pane.style.zIndex = level;
  pane.style.pointerEvents = "none";
  return new D.Canvas(draw, { pane: name });
};

/* The layers from below, and a way to draw each anew at the next frame. */
const layers = (map, basemap, labels, marks) => {
  const drawn = [
    layer(map, "dateline-ground", 150, (view) => basemap.draw(view)),
    layer(map, "dateline-names", 160, (view) => labels.draw(view)),
    layer(map, "dateline-incidents", 450, (view) => marks.draw(view)),
  ];
  const [ground, names, incidents] = drawn;
  const waiting = new Set();
  const soon = (...which) => {
    if (!waiting.size) requestAnimationFrame(() => { for (const each of waiting) each.redraw(); waiting.clear(); });
    for (const each of which) waiting.add(each);
  };
  D.on("rows", (rows) => { marks.load(rows); soon(names, incidents); });
  D.on("selected", () => soon(incidents));
  D.on("hover", (row) => { marks.hovered = row; soon(incidents); });
  D.on("theme", () => { marks.sprites.clear(); for (const each of drawn) each.redraw(); });
  return drawn;
};

/* What stands behind the # of the address, at the start and when somebody changes it. */
const follow = (map, state, moves, reader, table) => {
  const go = (given) => {
    state.apply();
    reader.render();
    table.show();
    if (given.at) map.setView([given.at[1], given.at[2]], given.at[0], { animate: false });
    if (given.selected >= 0) state.select(given.selected, { fly: !given.at });
  };
  window.addEventListener("hashchange", () => go(state.read()));
  map.on("moveend", () => {
    if (D.printing()) return;
    const { lat, lng } = map.getCenter();
    state.view = `${map.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
    state.writeSoon();
  });
  return go;
};

const start = async () => {
  const [page, data, ground] = await Promise.all([D.json("dateline-page"), D.json("dateline-data"), D.bytes("dateline-basemap")]);
  const map = window[page.map], model = new D.Model(data), state = new D.State(model), given = state.read();
  const basemap = new D.Basemap(ground), marks = new D.Marks(map, model, state), labels = new D.Labels(basemap.labels, marks);
  D.controls(state);
  heading(model);
  corner(map, page.note);
  const reader = new D.Reader(model, state, marks), table = new D.Table(model, state);
  new D.List(model, state);
  new D.Card(model, state);
  new D.Legend(model, state);
  new D.Filters(model, state);
  new D.Timeline(model, state);
  new D.Pictures({ map, basemap, labels, marks, model, state, note: page.note });
  const drawn = layers(map, basemap, labels, marks), moves = new D.Moves(map, model, state);
  new D.Pointer(map, model, state, marks);
  new D.Printing(map, moves);
  D.on("layout", () => map.invalidateSize());
  new ResizeObserver(D.later(80, () => map.invalidateSize())).observe(D.byId("map-slot"));
  map.invalidateSize({ animate: false });
  state.rows = state.matching({});
  if (!given.at) moves.all({ animate: false });
  moves.touched = Boolean(given.at);
  follow(map, state, moves, reader, table)(given);
  for (const each of drawn) each.addTo(map);
  D.byId("dl").classList.add("ready");
};

start();
