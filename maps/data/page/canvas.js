/* A Leaflet renderer that is one canvas, drawn anew after each move, and the view that drawings work in. */

D.Canvas = L.Renderer.extend({
  initialize: function (draw, options) {
    L.Renderer.prototype.initialize.call(this, Object.assign({ padding: 0.35 }, options));
    this.paint = draw;
  },

  _initContainer: function () {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this.context = this._container.getContext("2d");
  },

  _destroyContainer: function () {
    this._container.remove();
    delete this._container;
  },

  _update: function () {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 2), canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = Math.round(ratio * size.x);
    canvas.height = Math.round(ratio * size.y);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this.redraw();
  },

  redraw: function () {
    if (!this._map || !this._bounds) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2), { min } = this._bounds, context = this.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    context.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    this.paint(D.view(this._map, context, this._bounds));
  },
});

/* Pixels of unit-square coordinates: x * scale - left. `bounds` are pixels; copies are the worlds in sight. */
D.view = function (map, context, bounds) {
  const zoom = map.getZoom(), scale = 256 * Math.pow(2, zoom), origin = map.getPixelOrigin();
  const view = { context, zoom, scale, left: origin.x, top: origin.y, bounds };
  view.west = (bounds.min.x + origin.x) / scale;
  view.east = (bounds.max.x + origin.x) / scale;
  view.north = (bounds.min.y + origin.y) / scale;
  view.south = (bounds.max.y + origin.y) / scale;
  view.copies = [];
  for (let copy = Math.floor(view.west); copy <= Math.floor(view.east); copy++) view.copies.push(copy);
  view.x = (x) => x * scale - view.left;
  view.y = (y) => y * scale - view.top;
  return view;
};

/* Adds lines to the current path, leaving out steps of less than `step` pixels; true if any is in sight. */
D.trace = function (view, lines, { closed = false, step = 0.7, accept = null, edge = true } = {}) {
  const { context, scale, left, top } = view;
  let any = false;
  for (const copy of view.copies) {
    for (const line of lines) {
      if (line.east + copy < view.west || line.west + copy > view.east || line.north > view.south || line.south < view.north) continue;
      if (accept && !accept(line.tag)) continue;
      const { xy } = line, last = xy.length - 2;
      let px = Infinity, py = Infinity, pen = false;
      any = true;
      for (let i = 0; i <= last; i += 2) {
        const x = (xy[i] + copy) * scale - left, y = xy[i + 1] * scale - top;
        if (!edge && i && seam(xy, i)) { pen = false; px = x; py = y; context.moveTo(x, y); continue; }
        if (i === 0) context.moveTo(x, y);
        else if (i === last || Math.abs(x - px) > step || Math.abs(y - py) > step) context.lineTo(x, y);
        else continue;
        px = x;
        py = y;
      }
      if (closed && !pen) context.closePath();
    }
  }
  return any;
};

/* Whether a ring's segment runs along the edge of the world, where it is cut and no coast is. */
const seam = (xy, i) =>
  (xy[i] <= 1e-4 && xy[i - 2] <= 1e-4) || (xy[i] >= 1 - 1e-4 && xy[i - 2] >= 1 - 1e-4) || (xy[i + 1] >= 0.999 && xy[i - 1] >= 0.999);
