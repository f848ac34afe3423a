/* The map under the incidents: land and water, borders as what they are, rivers, areas, labels. */

D.Basemap = class {
  constructor(bytes) {
    const end = bytes.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    this.world = {};
    this.boxes = header.boxes.map(([west, south, east, north]) => {
      const [x0, y0] = D.mercator(west, north), [x1, y1] = D.mercator(east, south);
      return { west: x0, north: y0, east: x1, south: y1, layers: {} };
    });
    let at = end + 1;
    for (const layer of header.layers) {
      const lines = D.lines(bytes.subarray(at, at + layer.length), layer.scale);
      at += layer.length;
      const home = layer.box === undefined ? this.world : this.boxes[layer.box].layers;
      home[layer.name] = lines;
    }
    this.status = { world: header.status["50m"], fine: header.status["10m"] };
    const named = new Set();
    this.labels = header.labels.map(([kind, text, lon, lat, rank]) => {
      const [x, y] = D.mercator(lon, lat);
      return { kind, text, x, y, rank };
    }).filter((label) => {
      const key = `${label.text}|${label.x.toFixed(4)}`;
      return label.kind === "country" || (!named.has(key) && named.add(key));
    });
  }

  colors() {
    const names = ["water", "land", "coast", "border", "disputed", "lake", "river", "area", "label", "halo", "town"];
    return Object.fromEntries(names.map((name) => [name, D.css(`--${name}`)]));
  }

  draw(view) {
    const colors = this.colors(), { context, bounds } = view;
    context.fillStyle = colors.water;
    context.fillRect(bounds.min.x, bounds.min.y, bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
    this.ground(view, this.world, this.status.world, colors);
    for (const box of this.boxes) {
      for (const copy of view.copies) {
        const x = view.x(box.west + copy), y = view.y(box.north), width = (box.east - box.west) * view.scale;
        const height = (box.south - box.north) * view.scale;
        if (width < 60 || x > bounds.max.x || x + width < bounds.min.x || y > bounds.max.y || y + height < bounds.min.y) continue;
        context.save();
        context.beginPath();
        context.rect(x, y, width, height);
        context.clip();
        context.fillStyle = colors.water;
        context.fillRect(x, y, width, height);
        this.ground({ ...view, copies: [copy] }, box.layers, this.status.fine, colors);
        context.restore();
      }
    }
    this.names(view, colors);
  }

  ground(view, layers, status, colors) {
    const { context, zoom } = view;
    context.lineJoin = "round";
    context.lineCap = "butt";
    context.setLineDash([]);
    context.beginPath();
    D.trace(view, layers.land || [], { closed: true });
    context.fillStyle = colors.land;
    context.fill("evenodd");
    context.beginPath();
    D.trace(view, layers.land || [], { edge: false });
    this.pen(context, colors.coast, 0.8);
    if (layers.areas && zoom >= 5) {
      context.beginPath();
      D.trace(view, layers.areas);
      this.pen(context, colors.area, 0.8, [4, 3]);
    }
    if (layers.rivers && zoom >= 4.5) {
      context.beginPath();
      D.trace(view, layers.rivers, { accept: (rank) => rank <= zoom - 5 });
      this.pen(context, colors.river, zoom >= 7 ? 1.3 : 0.9);
    }
    context.beginPath();
    D.trace(view, (layers.lakes || []).filter((l) => (l.east - l.west) * view.scale > 2), { closed: true });
    context.fillStyle = colors.lake;
    context.fill("evenodd");
    this.pen(context, colors.coast, 0.5);
    const width = zoom < 4 ? 0.8 : zoom < 7 ? 1.2 : 1.6;
    const styles = [[0, colors.border, []], [1, colors.disputed, [5, 4]], [2, colors.disputed, [2, 3]], [3, colors.disputed, [7, 4, 1.5, 4]]];
    for (const [what, color, dash] of styles) {
      context.beginPath();
      if (D.trace(view, layers.borders || [], { accept: (row) => status[row] === what })) this.pen(context, color, what ? width + 0.3 : width, dash);
    }
  }

  pen(context, color, width, dash) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash || []);
    context.stroke();
    context.setLineDash([]);
  }

  /* Labels, the weightiest first; one that would lie on another is left out. */
  names(view, colors) {
    const taken = [], { context, zoom } = view;
    for (const label of this.labels) {
      const style = this.style(label, zoom);
      if (!style) continue;
      for (const copy of view.copies) {
        const x = view.x(label.x + copy), y = view.y(label.y);
        if (x < view.bounds.min.x || x > view.bounds.max.x || y < view.bounds.min.y || y > view.bounds.max.y) continue;
        this.name(context, label, style, x, y, taken, colors);
      }
    }
  }

  style(label, zoom) {
    if (label.kind === "country") {
      if (zoom < label.rank - 1 || zoom > 8.5) return null;
      return { size: Math.min(15, 9.5 + zoom * 0.6), weight: 500, caps: true, dot: false };
    }
    if (label.kind === "capital") return zoom >= 4 ? { size: 12, weight: 600, caps: false, dot: true } : null;
    const least = zoom >= 9 ? 0 : 1e7 / Math.pow(2.9, zoom - 1);
    return label.rank >= least && zoom >= 4.5 ? { size: label.rank > 300000 ? 12 : 11, weight: 400, caps: false, dot: true } : null;
  }

  name(context, label, style, x, y, taken, colors) {
    const text = style.caps ? label.text.toUpperCase() : label.text;
    context.font = `${style.weight} ${style.size}px system-ui, sans-serif`;
    if ("letterSpacing" in context) context.letterSpacing = style.caps ? "1.5px" : "0px";
    const width = context.measureText(text).width, height = style.size + 3;
    const left = style.dot ? x + 6 : x - width / 2;
    const box = [left - 6, y - height / 2, left + width + 4, y + height / 2];
    if (taken.some((other) => other[0] < box[2] && box[0] < other[2] && other[1] < box[3] && box[1] < other[3])) return;
    taken.push(box);
    if (style.dot) {
      context.beginPath();
      context.arc(x, y, label.kind === "capital" ? 2.8 : 2, 0, 7);
      context.fillStyle = colors.halo;
      context.fill();
      context.lineWidth = 1.2;
      context.strokeStyle = colors.town;
      context.stroke();
    }
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colors.halo;
    context.strokeText(text, left, y);
    context.fillStyle = style.caps ? colors.label : colors.town;
    context.fillText(text, left, y);
    if ("letterSpacing" in context) context.letterSpacing = "0px";
  }
};
