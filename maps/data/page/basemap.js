/* The map under the incidents: land and water, borders as what they are, rivers, areas. */

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
    this.labels = header.labels;
  }

  colors() {
    const names = ["water", "land", "coast", "border", "disputed", "lake", "river", "area"];
    return Object.fromEntries(names.map((name) => [name, D.css(`--${name}`)]));
  }

  draw(view) {
    const colors = this.colors(), { context, bounds } = view;
    context.fillStyle = colors.water;
    context.fillRect(bounds.min.x, bounds.min.y, bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
    this.ground(view, this.world, this.status.world, colors);
    for (const box of this.boxes) {
      for (const copy of view.copies) {
        // Whole pixels, lest a seam of half-covered ones shows.
        const x = Math.round(view.x(box.west + copy)), y = Math.round(view.y(box.north));
        const width = Math.round(view.x(box.east + copy)) - x, height = Math.round(view.y(box.south)) - y;
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
};
