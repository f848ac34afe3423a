/* Where the map looks: round what was reported, at one incident, at the words of a mention; beside what lies on it. */

const NEAR_ZOOM = 7.5, FIT_ZOOM = 9, GAP = 40;

D.Moves = class {
  constructor(map, model, state) {
    Object.assign(this, { map, model, state, touched: false });
    D.on("selected", ({ row, fly }) => { if (fly && row >= 0 && model.located(row)) this.one(row); });
    D.on("goto", (mention) => this.to(D.bounds([mention.drawn || mention.at]), NEAR_ZOOM));
    D.byId("zoom-in").addEventListener("click", () => map.zoomIn(1));
    D.byId("zoom-out").addEventListener("click", () => map.zoomOut(1));
    D.byId("zoom-all").addEventListener("click", () => { this.all(); this.touched = false; });
    map.on("moveend", () => { this.touched = true; });
  }

  /* All that passes the filters; the first view is not the reader's own. */
  all({ animate = true } = {}) {
    const box = this.around(this.state.rows.length ? this.state.rows : [...Array(this.model.count).keys()]);
    if (box) this.to(box, FIT_ZOOM, animate);
    else this.map.setView([20, 0], 2, { animate: false });
  }

  one(row) {
    const box = this.around([row]), { map } = this;
    if (!map.getBounds().pad(-0.15).contains(degrees(box)) || map.getZoom() < 4) this.to(box, Math.max(NEAR_ZOOM, Math.min(map.getZoom(), 11)));
  }

  to(box, zoom, animate = true) {
    const { left, right } = this.covered();
    this.map.fitBounds(degrees(box), { maxZoom: zoom, animate: animate && !D.still(), paddingTopLeft: [GAP + left, GAP], paddingBottomRight: [GAP + right, GAP] });
  }

  /* The box round what was reported; a wash over a whole country or a far-off plan does not widen it. */
  around(rows) {
    const { model } = this, placed = rows.filter((i) => model.located(i));
    const close = placed.filter((i) => model.status(i) === "reported" && model.precision(i) < 6);
    const chosen = close.length ? close : placed;
    return chosen.length ? D.bounds(chosen.map((i) => model.shape(i) || [model.x[i], model.y[i]])) : null;
  }

  /* Pixels of the map that the legend and the card lie on, at its sides; none where they would leave no map. */
  covered() {
    const size = this.map.getSize(), legend = D.byId("legend"), card = D.byId("card");
    if (size.x < 720 || D.printing()) return { left: 0, right: 0 };
    return { left: legend.open ? legend.offsetWidth : 0, right: card.hidden ? 0 : card.offsetWidth };
  }
};

const degrees = ({ west, north, east, south }) => {
  const [left, top] = D.degrees(west, north), [right, bottom] = D.degrees(east, south);
  return L.latLngBounds([bottom, left], [top, right]);
};
