/* What lies under the marks: lines as lines, areas with the edge that the text gives them, a whole country as a wash;
   and faintly, the places that a relative one is built from. */

const EARTH = 40075.017; // km round the equator
const BLUR = 9; // pixels over which a vague area ends
const FAR = 20000; // pixels: where a blurred shape is drawn so that only its shadow is in sight
const CRISP_ABOVE = 40; // so many vague areas at once would be slow to blur

/* How opaque something of this confidence is drawn. */
D.opacity = (sure) => 0.35 + 0.65 * Math.max(0, Math.min(1, sure));

/* Kilometres at an incident's latitude, in pixels. */
const pixels = (view, model, i, km) => {
  const [, lat] = D.degrees(0.5, model.y[i]);
  return km / (EARTH * Math.cos(lat * Math.PI / 180)) * view.scale;
};

/* An area that the text draws ("near", "the west of") ends nowhere in particular; an administrative one does. */
const vague = (model, i) => [2, 5].includes(model.precision(i));

/* Fills a path with an edge that fades. Canvas has a blur in every browser only as a shadow, so the shape itself is
   drawn out of sight. */
const fillSoftly = (view, color, trace) => {
  const { context } = view;
  context.save();
  if (view.vector) context.blur = BLUR / 2;
  else {
    const ratio = context.getTransform().a;
    Object.assign(context, { shadowColor: color, shadowBlur: BLUR * ratio, shadowOffsetX: FAR * ratio });
    context.translate(-FAR, 0);
  }
  context.beginPath();
  trace();
  context.fillStyle = color;
  context.fill("evenodd");
  context.restore();
};

const drawAreas = (view, model, i, areas, strong, crisp) => {
  const { context } = view, color = model.kind(i).color, sure = D.opacity(model.sure[i]), wash = model.precision(i) >= 6;
  context.beginPath();
  if (!D.trace(view, areas, { closed: true })) return;
  if (vague(model, i) && !crisp) {
    context.globalAlpha = Math.min(1, 0.26 * sure * (strong ? 1.6 : 1));
    fillSoftly(view, color, () => D.trace(view, areas, { closed: true }));
    context.globalAlpha = 1;
    return;
  }
  context.fillStyle = color;
  context.globalAlpha = (wash ? 0.07 : 0.15) * sure * (strong ? 1.7 : 1);
  context.fill("evenodd");
  if (!wash || strong) {
    context.globalAlpha = sure * (strong ? 1 : 0.75);
    context.strokeStyle = color;
    context.lineWidth = strong ? 2 : 1.2;
    context.setLineDash(wash ? [2, 4] : []);
    context.stroke();
    context.setLineDash([]);
  }
};

/* A line is as broad as its uncertainty. */
const drawLines = (view, model, i, lines, strong) => {
  const { context } = view, sure = D.opacity(model.sure[i]);
  context.lineJoin = context.lineCap = "round";
  context.beginPath();
  if (!D.trace(view, lines)) return;
  context.strokeStyle = model.kind(i).color;
  context.globalAlpha = 0.2 * sure * (strong ? 1.5 : 1);
  context.lineWidth = Math.max(9, Math.min(80, 2 * pixels(view, model, i, model.get(i, "radius_km") || 0)));
  context.stroke();
  context.globalAlpha = sure;
  context.lineWidth = strong ? 3.4 : 2.4;
  context.stroke();
};

/* The areas and lines of an incident's place; `crisp` leaves vague edges sharp. */
D.drawShape = function (view, model, i, { strong = false, crisp = false } = {}) {
  const shape = model.shape(i);
  if (!shape) return;
  if (shape.areas.length) drawAreas(view, model, i, shape.areas, strong, crisp);
  if (shape.lines.length) drawLines(view, model, i, shape.lines, strong);
  view.context.globalAlpha = 1;
};

D.tooManyToBlur = (model, rows) => rows.filter((i) => vague(model, i)).length > CRISP_ABOVE;

/* "Near" a point: a disc as wide as the uncertainty. */
D.drawNearness = function (view, model, i, x, y, crisp) {
  const { context } = view, r = pixels(view, model, i, model.get(i, "radius_km") || 0), color = model.kind(i).color;
  if (r < 12) return;
  const trace = () => context.arc(x, y, r, 0, 2 * Math.PI);
  context.globalAlpha = 0.26 * D.opacity(model.sure[i]);
  if (crisp) {
    context.beginPath();
    trace();
    context.fillStyle = color;
    context.fill();
  } else fillSoftly(view, color, trace);
  context.globalAlpha = 1;
};

/* A place of the text by itself, whether or not something happened there. */
const drawPlace = (view, mention, { color, fill, line, width, dash, radius }) => {
  const { context } = view;
  context.fillStyle = context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  if (mention.drawn) {
    D.trace(view, mention.drawn.areas, { closed: true });
    context.globalAlpha = fill;
    context.fill("evenodd");
    D.trace(view, mention.drawn.lines);
  } else {
    for (const copy of view.copies) {
      const x = view.x(mention.at[0] + copy), y = view.y(mention.at[1]);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.globalAlpha = fill;
    context.fill();
  }
  context.globalAlpha = line;
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
};

/* Where the words under the pointer lie. */
D.drawMention = (view, mention) => drawPlace(view, mention, { color: D.css("--accent"), fill: 0.16, line: 0.9, width: 2, dash: [], radius: 9 });

/* What a relative place is measured from. */
D.drawAnchor = (view, mention) => {
  if (mention.at) drawPlace(view, mention, { color: D.css("--soft"), fill: 0.05, line: 0.6, width: 1.3, dash: [2, 3], radius: 6 });
};

/* Whether a point (unit-square coordinates) lies on a line of the shape, within `near`, or in its areas. */
D.hits = function ({ areas, lines }, x, y, near) {
  const close = (line) => x >= line.west - near && x <= line.east + near && y >= line.north - near && y <= line.south + near;
  if (lines.some((line) => close(line) && onLine(line.xy, x, y, near))) return true;
  return areas.filter((ring) => close(ring) && inside(ring.xy, x, y)).length % 2 === 1;
};

const onLine = (xy, x, y, near) => {
  for (let i = 2; i < xy.length; i += 2) {
    const dx = xy[i] - xy[i - 2], dy = xy[i + 1] - xy[i - 1], length = dx * dx + dy * dy;
    const share = length ? Math.max(0, Math.min(1, ((x - xy[i - 2]) * dx + (y - xy[i - 1]) * dy) / length)) : 0;
    if (Math.hypot(x - xy[i - 2] - share * dx, y - xy[i - 1] - share * dy) <= near) return true;
  }
  return false;
};

/* By counting the edges to the east (W. R. Franklin's PNPOLY, https://wrfranklin.org/Research/Short_Notes/pnpoly.html). */
const inside = (xy, x, y) => {
  let odd = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    if (xy[i + 1] > y !== xy[j + 1] > y && x < (xy[j] - xy[i]) * (y - xy[i + 1]) / (xy[j + 1] - xy[i + 1]) + xy[i]) odd = !odd;
  }
  return odd;
};
