/* Where the map looks: round what was reported, at one incident, at the words of a mention; beside what lies on it. */

const NEAR_ZOOM = 7.5, FIT_ZOOM = 9, GAP = 40, NARROW_GAP = 24;

D.Moves = class {
  constructor(map, model, state) {
    Object.assign(this, { map, model, state, touched: false });
    D.on("selected", ({ row, fly, clear }) => {
      if (row < 0) return;
      if (fly) this.see();
      if (fly && model.located(row)) this.one(row);
      if (clear && model.located(row)) this.clear(row);
    });
    D.on("goto", (mention) => { this.see(); this.to(D.bounds([mention.drawn || mention.at]), NEAR_ZOOM); });
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
    if (!this.shows(box) || map.getZoom() < 4) this.to(box, Math.max(NEAR_ZOOM, Math.min(map.getZoom(), 11)));
  }

  /* Whether a box lies in the map with a gap round it, and under nothing. */
  shows(box) {
    const { map } = this, { paddingTopLeft, paddingBottomRight } = this.padding(), bounds = degrees(box);
    const free = L.bounds(paddingTopLeft, map.getSize().subtract(paddingBottomRight));
    return free.contains(L.bounds([map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast())]));
  }

  to(box, zoom, animate = true) {
    this.map.fitBounds(degrees(box), { maxZoom: zoom, animate: animate && !D.still(), ...this.padding() });
  }

  /* Moves the map so far that the mark that was touched does not lie under its card. */
  clear(row) {
    const [longitude, latitude] = D.degrees(this.model.x[row], this.model.y[row]);
    this.map.panInside([latitude, longitude], { animate: !D.still(), ...this.padding() });
  }

  /* On a phone the page is higher than the screen: what is shown on the map must be on it. */
  see() {
    D.byId("map-slot").scrollIntoView({ block: "nearest", behavior: D.still() ? "auto" : "smooth" });
  }

  /* The box round what was reported; a wash over a whole country or a far-off plan does not widen it. */
  around(rows) {
    const { model } = this, placed = rows.filter((i) => model.located(i));
    const close = placed.filter((i) => model.status(i) === "reported" && model.precision(i) < 6);
    const chosen = close.length ? close : placed;
    return chosen.length ? D.bounds(chosen.map((i) => model.shape(i) || [model.x[i], model.y[i]])) : null;
  }

  /* Pixels to keep free: a gap, and what the legend and the card lie on, at the sides or, on a phone, from below. */
  padding() {
    const size = this.map.getSize(), legend = D.byId("legend"), card = D.byId("card");
    const [wide, high] = card.hidden || D.printing() ? [0, 0] : [card.offsetWidth, card.offsetHeight];
    if (size.x < 720) return { paddingTopLeft: [NARROW_GAP, NARROW_GAP], paddingBottomRight: [NARROW_GAP, NARROW_GAP + (wide >= size.x - 2 ? high : 0)] };
    const left = legend.open && !D.printing() ? legend.offsetWidth : 0;
    return { paddingTopLeft: [GAP + left, GAP], paddingBottomRight: [GAP + wide, GAP] };
  }
};

const degrees = ({ west, north, east, south }) => {
  const [left, top] = D.degrees(west, north), [right, bottom] = D.degrees(east, south);
  return L.latLngBounds([bottom, left], [top, right]);
};
