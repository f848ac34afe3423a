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
    const size = this._bounds.getSize(), ratio = D.ratio(), canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = Math.round(ratio * size.x);
    canvas.height = Math.round(ratio * size.y);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this.redraw();
  },

  redraw: function () {
    if (!this._map || !this._bounds) return;
    const ratio = D.ratio(), { min } = this._bounds, context = this.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    context.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    this.paint(D.view(this._map, context, this._bounds));
  },
});

/* Pixels of the canvas to one of the page: as the screen has them, on paper as a fine one. */
D.ratio = () => (D.printing() ? 2.5 : Math.min(window.devicePixelRatio || 1, 2));

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

/* Adds lines to the current path, leaving out steps of less than `step` pixels and what lies out of sight; true if
   any is in sight. Rings are cut at the frame: a path thousands of pixels wide is drawn wrongly by some browsers. */
D.trace = function (view, lines, { closed = false, step = 0.7, accept = null, edge = true } = {}) {
  const margin = 60 / view.scale;
  let any = false;
  for (const copy of view.copies) {
    const frame = { west: view.west - copy - margin, east: view.east - copy + margin, north: view.north - margin, south: view.south + margin };
    for (const line of lines) {
      if (line.east < frame.west || line.west > frame.east || line.north > frame.south || line.south < frame.north) continue;
      if (accept && !accept(line.tag)) continue;
      any = true;
      if (closed) ring(view, within(line, frame) ? line.xy : cut(line.xy, frame), copy, step);
      else open(view, line, copy, step, frame, edge);
    }
  }
  return any;
};

const within = (line, frame) => line.west >= frame.west && line.east <= frame.east && line.north >= frame.north && line.south <= frame.south;

const ring = ({ context, scale, left, top }, xy, copy, step) => {
  let px = Infinity, py = Infinity;
  for (let i = 0, last = xy.length - 2; i <= last; i += 2) {
    const x = (xy[i] + copy) * scale - left, y = xy[i + 1] * scale - top;
    if (i === 0) context.moveTo(x, y);
    else if (i === last || Math.abs(x - px) > step || Math.abs(y - py) > step) context.lineTo(x, y);
    else continue;
    px = x;
    py = y;
  }
  if (xy.length) context.closePath();
};

const open = ({ context, scale, left, top }, line, copy, step, frame, edge) => {
  const { xy } = line, last = xy.length - 2;
  let px = Infinity, py = Infinity, pen = false;
  for (let i = 2; i <= last; i += 2) {
    const x0 = xy[i - 2], y0 = xy[i - 1], x1 = xy[i], y1 = xy[i + 1];
    const hidden = (x0 < frame.west && x1 < frame.west) || (x0 > frame.east && x1 > frame.east) || (y0 < frame.north && y1 < frame.north) || (y0 > frame.south && y1 > frame.south);
    if (hidden || (!edge && seam(xy, i))) { pen = false; continue; }
    if (!pen) { px = (x0 + copy) * scale - left; py = y0 * scale - top; context.moveTo(px, py); pen = true; }
    const x = (x1 + copy) * scale - left, y = y1 * scale - top;
    if (i !== last && Math.abs(x - px) <= step && Math.abs(y - py) <= step) continue;
    context.lineTo(x, y);
    px = x;
    py = y;
  }
};

/* Sutherland and Hodgman's clipping of a ring to a frame (https://doi.org/10.1145/360767.360802). */
const cut = (xy, { west, east, north, south }) => {
  const sides = [[0, 1, west], [0, -1, east], [1, 1, north], [1, -1, south]];
  let points = xy;
  for (const [axis, sign, limit] of sides) {
    const out = [], n = points.length;
    for (let i = 0; i < n; i += 2) {
      const j = i ? i - 2 : n - 2, before = sign * (points[j + axis] - limit), now = sign * (points[i + axis] - limit);
      if (before < 0 !== now < 0) {
        const share = before / (before - now);
        out.push(points[j] + share * (points[i] - points[j]), points[j + 1] + share * (points[i + 1] - points[j + 1]));
      }
      if (now >= 0) out.push(points[i], points[i + 1]);
    }
    points = out;
  }
  return points;
};

/* Whether a ring's segment runs along the edge of the world, where it is cut and no coast is. */
const seam = (xy, i) =>
  (xy[i] <= 1e-4 && xy[i - 2] <= 1e-4) || (xy[i] >= 1 - 1e-4 && xy[i - 2] >= 1 - 1e-4) || (xy[i + 1] >= 0.999 && xy[i - 1] >= 0.999);
