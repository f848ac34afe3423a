/* Lines out of varints (maps/linework.py) and the spherical Mercator projection, the world being 0…1. */

const LIMIT = 85.0511287798;

D.mercator = function (lon, lat) {
  const y = Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI / 180;
  return [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + y / 2)) / (2 * Math.PI)];
};

D.degrees = function (x, y) {
  return [x * 360 - 180, (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) * 180 / Math.PI];
};

/* One line: its tag, projected coordinates (x0, y0, x1, y1 …) and bounds; `edge` marks the frame of the world. */
D.line = function (tag, xy) {
  let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i] < west) west = xy[i];
    if (xy[i] > east) east = xy[i];
    if (xy[i + 1] < north) north = xy[i + 1];
    if (xy[i + 1] > south) south = xy[i + 1];
  }
  return { tag, xy, west, north, east, south };
};

/* The bounds of shapes and points (two numbers), in unit-square coordinates. */
D.bounds = function (shapes) {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (const shape of shapes) {
    const parts = Array.isArray(shape) ? [{ west: shape[0], east: shape[0], north: shape[1], south: shape[1] }] : [...shape.areas, ...shape.lines, ...shape.points];
    for (const part of parts) {
      box.west = Math.min(box.west, part.west);
      box.east = Math.max(box.east, part.east);
      box.north = Math.min(box.north, part.north);
      box.south = Math.max(box.south, part.south);
    }
  }
  return box;
};

D.lines = function (bytes, scale) {
  let at = 0, x = 0, y = 0;
  const next = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  };
  const signed = () => { const n = next(); return n & 1 ? -((n + 1) >> 1) : n >> 1; };
  const lines = [];
  for (let left = next(); left > 0; left--) {
    const tag = next(), count = next(), xy = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      x += signed();
      y += signed();
      const [px, py] = D.mercator(x / scale, y / scale);
      xy[2 * i] = px;
      xy[2 * i + 1] = py;
    }
    lines.push(D.line(tag, xy));
  }
  return lines;
};

/* The delta-coded rows of maps/shapes.py. */
D.fromDeltas = function (flat, scale) {
  const xy = new Float64Array(flat.length);
  let x = 0, y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    const [px, py] = D.mercator(x / scale, y / scale);
    xy[i] = px;
    xy[i + 1] = py;
  }
  return D.line(0, xy);
};
