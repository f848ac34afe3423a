/* Names of countries, capitals and towns, kept clear of the marks and of one another. */

D.Labels = class {
  constructor(labels, marks) {
    this.marks = marks;
    const named = new Set();
    this.labels = labels.map(([kind, text, lon, lat, rank]) => {
      const [x, y] = D.mercator(lon, lat);
      return { kind, text, x, y, rank };
    }).filter((label) => {
      const key = `${label.text}|${label.x.toFixed(4)}`;
      return label.kind === "country" || (!named.has(key) && named.add(key));
    });
  }

  /* The weightiest first; one that finds no room is left out. */
  draw(view) {
    const { context, zoom, bounds } = view, marks = this.marks.boxes(view), taken = [...marks];
    const colors = { label: D.css("--label"), town: D.css("--town"), halo: D.css("--halo") };
    for (const label of this.labels) {
      const style = this.style(label, zoom);
      if (!style) continue;
      for (const copy of view.copies) {
        const x = view.x(label.x + copy), y = view.y(label.y);
        if (x < bounds.min.x || x > bounds.max.x || y < bounds.min.y || y > bounds.max.y) continue;
        this.name(context, label, style, { x, y, mark: marks.find((box) => holds(box, x, y)) }, taken, colors);
      }
    }
    if ("letterSpacing" in context) context.letterSpacing = "0px";
  }

  style(label, zoom) {
    if (label.kind === "country") {
      if (zoom < label.rank - 1 || zoom > 8.5) return null;
      return { size: Math.min(15, 9.5 + zoom * 0.6), weight: 500, caps: true, dot: 0 };
    }
    if (label.kind === "capital") return zoom >= 4 ? { size: 12, weight: 600, caps: false, dot: 2.8 } : null;
    const least = zoom >= 9 ? 0 : 1e7 / Math.pow(2.9, zoom - 1);
    return label.rank >= least && zoom >= 4.5 ? { size: label.rank > 300000 ? 12 : 11, weight: 400, caps: false, dot: 2 } : null;
  }

  name(context, label, style, at, taken, colors) {
    const text = style.caps ? label.text.toUpperCase() : label.text;
    context.font = `${style.weight} ${style.size}px system-ui, sans-serif`;
    if ("letterSpacing" in context) context.letterSpacing = style.caps ? "1.5px" : "0px";
    const width = context.measureText(text).width, height = style.size + 3;
    const spot = this.spots(at, width, height, style.dot).find((box) => !taken.some((other) => meet(box, other)));
    if (!spot) return;
    if (style.dot && !at.mark) this.dot(context, at.x, at.y, style.dot, colors);
    taken.push(spot);
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colors.halo;
    context.strokeText(text, spot[0] + 4, (spot[1] + spot[3]) / 2);
    context.fillStyle = style.caps ? colors.label : colors.town;
    context.fillText(text, spot[0] + 4, (spot[1] + spot[3]) / 2);
  }

  dot(context, x, y, r, colors) {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = colors.halo;
    context.fill();
    context.lineWidth = 1.2;
    context.strokeStyle = colors.town;
    context.stroke();
  }

  /* Boxes that the name may take: an area's in its middle, a town's beside its dot or beside the mark that lies on it. */
  spots({ x, y, mark }, width, height, dot) {
    const box = (left, top) => [left - 4, top - height / 2, left + width + 4, top + height / 2];
    if (!dot) return [box(x - width / 2, y)];
    const [west, north, east, south] = mark || [x - dot, y - dot, x + dot, y + dot];
    const right = box(east + 5, y), left = box(west - 5 - width, y);
    return [right, left, box(x - width / 2, north - 1 - height / 2), box(x - width / 2, south + 1 + height / 2)];
  }
};

const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

const holds = (box, x, y) => x > box[0] && x < box[2] && y > box[1] && y < box[3];
