/* The incidents on the map. What is drawn says no more than the text: exact places are marks, "near" is a circle,
   an area its area, a border its line, a whole country a wash; how sure we are is how opaque it is. */

const SHAPES_AT_MOST = 220;
const EARTH = 40075.017; // km round the equator

D.Marks = class {
  constructor(map, model, state) {
    Object.assign(this, { map, model, state });
    this.clusters = new D.Clusters(model);
    this.rows = [];
    this.drawn = [];
    this.hovered = -1;
    this.mention = null;
    this.sprites = new Map();
  }

  load(rows) {
    this.rows = rows;
    this.clusters.load(rows);
    const shaped = new Map();
    for (const i of rows) {
      const shape = this.model.get(i, "shape");
      if (shape === null || shape < 0) continue;
      const before = shaped.get(shape);
      if (before === undefined || this.model.sure[before] < this.model.sure[i]) shaped.set(shape, i);
    }
    // The widest first, so that a town's area lies on its country's wash.
    this.shaped = [...shaped].sort((a, b) => this.precision(b[1]) - this.precision(a[1]));
  }

  precision(i) { return this.model.get(i, "where_precision") || 1; }

  alpha(sure) { return 0.35 + 0.65 * Math.max(0, Math.min(1, sure)); }

  draw(view) {
    const { model, state } = this, paper = D.css("--mark-paper");
    this.drawn = [];
    const standing = this.clusters.within(view);
    const single = new Set(standing.filter((mark) => mark.row >= 0).map((mark) => mark.row));
    if (this.shaped.length <= SHAPES_AT_MOST) for (const [shape, i] of this.shaped) this.shape(view, model.shapes[shape], i);
    for (const i of [this.hovered, state.selected]) if (i >= 0) this.emphasis(view, i);
    if (this.mention) this.footprint(view, this.mention);
    for (const mark of standing) {
      for (const copy of view.copies) {
        const x = view.x(mark.x + copy), y = view.y(mark.y);
        if (mark.cluster !== null) this.group(view, mark, x, y, paper);
        else {
          if (this.precision(mark.row) === 2 && single.size < 400) this.nearness(view, mark.row, x, y);
          this.mark(view, mark.row, x, y, 22, paper);
        }
      }
    }
    for (const i of [this.hovered, state.selected]) {
      if (i < 0 || !model.located(i)) continue;
      for (const copy of view.copies) this.ring(view, i, view.x(model.x[i] + copy), view.y(model.y[i]), paper);
    }
  }

  mark(view, i, x, y, size, paper) {
    const { context } = view, kind = this.model.kind(i), status = this.model.status(i);
    const area = this.precision(i) >= 3;
    const width = area ? size * 0.82 : size;
    context.globalAlpha = this.alpha(this.model.sure[i]) * (status === "historic" ? 0.8 : 1);
    if (view.vector) D.drawMark(context, kind, status, x, y, width, paper);
    else {
      const sprite = this.sprite(kind, status, width, paper);
      context.drawImage(sprite, x - sprite.half, y - sprite.half, 2 * sprite.half, 2 * sprite.half);
    }
    context.globalAlpha = 1;
    this.drawn.push({ x, y, r: width / 2 + 3, row: i, cluster: null });
  }

  sprite(kind, status, size, paper) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2), key = `${kind.name}|${status}|${size}|${paper}|${ratio}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      sprite = document.createElement("canvas");
      sprite.half = size / 2 + 4;
      sprite.width = sprite.height = Math.ceil(2 * sprite.half * ratio);
      const context = sprite.getContext("2d");
      context.scale(ratio, ratio);
      D.drawMark(context, kind, status, sprite.half, sprite.half, size, paper);
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  /* A ring whose arcs are the families' shares, the count inside. */
  group(view, mark, x, y, paper) {
    const { context } = view, r = 12 + Math.min(14, 3.2 * Math.log2(mark.count));
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, y, r + 1.5, 0, 2 * Math.PI);
    context.fillStyle = paper;
    context.fill();
    let angle = -Math.PI / 2;
    mark.families.forEach((n, f) => {
      if (!n) return;
      const next = angle + 2 * Math.PI * n / mark.count;
      context.beginPath();
      context.arc(x, y, r - 1.5, angle, next);
      context.lineWidth = 4;
      context.strokeStyle = D.families[D.familyNames[f]].color;
      context.stroke();
      angle = next;
    });
    context.font = `600 ${mark.count > 999 ? 10.5 : 12}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = D.css("--ink");
    context.fillText(mark.count > 9999 ? `${Math.round(mark.count / 1000)}k` : mark.count, x, y + 0.5);
    this.drawn.push({ x, y, r: r + 2, row: -1, cluster: mark.cluster, count: mark.count });
  }

  pixels(view, i, km) {
    const [, lat] = D.degrees(0.5, this.model.y[i]);
    return km / (EARTH * Math.cos(lat * Math.PI / 180)) * view.scale;
  }

  nearness(view, i, x, y) {
    const { context } = view, r = this.pixels(view, i, this.model.get(i, "radius_km") || 0);
    if (r < 12) return;
    const color = this.model.kind(i).color;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.globalAlpha = 0.13 * this.alpha(this.model.sure[i]);
    context.fillStyle = color;
    context.fill();
    context.globalAlpha = this.alpha(this.model.sure[i]);
    context.lineWidth = 1.3;
    context.strokeStyle = color;
    context.setLineDash([4, 4]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /* Areas, lines and washes. A line is as broad as its uncertainty. */
  shape(view, shape, i, strong) {
    const { context } = view, color = this.model.kind(i).color, sure = this.alpha(this.model.sure[i]);
    const wash = this.precision(i) >= 6;
    if (shape.areas.length) {
      context.beginPath();
      if (D.trace(view, shape.areas, { closed: true })) {
        context.fillStyle = color;
        context.globalAlpha = (wash ? 0.07 : 0.15) * sure * (strong ? 1.7 : 1);
        context.fill("evenodd");
        if (!wash || strong) {
          context.globalAlpha = sure * (strong ? 1 : 0.75);
          context.strokeStyle = color;
          context.lineWidth = strong ? 2 : 1.2;
          context.setLineDash(wash ? [2, 4] : []);
          context.stroke();
        }
      }
    }
    if (shape.lines.length) {
      context.lineJoin = context.lineCap = "round";
      context.setLineDash([]);
      context.beginPath();
      if (D.trace(view, shape.lines)) {
        context.strokeStyle = color;
        context.globalAlpha = 0.2 * sure * (strong ? 1.5 : 1);
        context.lineWidth = Math.max(9, Math.min(80, 2 * this.pixels(view, i, this.model.get(i, "radius_km") || 0)));
        context.stroke();
        context.globalAlpha = sure;
        context.lineWidth = strong ? 3.4 : 2.4;
        context.stroke();
      }
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  emphasis(view, i) {
    const shape = this.model.get(i, "shape");
    if (shape !== null && shape >= 0) this.shape(view, this.model.shapes[shape], i, true);
  }

  ring(view, i, x, y, paper) {
    const { context } = view;
    for (const [width, color] of [[5, paper], [2.2, D.css("--accent")]]) {
      context.beginPath();
      context.arc(x, y, 17, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    }
    this.mark(view, i, x, y, 24, paper);
  }

  /* Where the words under the pointer lie, whether or not something happened there. */
  footprint(view, mention) {
    const { context } = view, color = D.css("--accent");
    context.strokeStyle = context.fillStyle = color;
    context.setLineDash([]);
    if (mention.shape >= 0) {
      const shape = this.model.shapes[mention.shape];
      context.beginPath();
      D.trace(view, shape.areas, { closed: true });
      context.globalAlpha = 0.16;
      context.fill("evenodd");
      D.trace(view, shape.lines);
      context.globalAlpha = 0.9;
      context.lineWidth = 2;
      context.stroke();
      context.globalAlpha = 1;
      return;
    }
    const [x, y] = D.mercator(mention.x / 10000, mention.y / 10000);
    for (const copy of view.copies) {
      context.beginPath();
      context.arc(view.x(x + copy), view.y(y), 9, 0, 2 * Math.PI);
      context.globalAlpha = 0.25;
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 2.4;
      context.stroke();
    }
  }

  /* What lies under a point of the map's own pixels: the nearest mark, else the smallest shape. */
  at(point) {
    let best = null, near = Infinity;
    for (const mark of this.drawn) {
      const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
      if (distance <= Math.max(mark.r, 12) && distance <= near) [best, near] = [mark, distance];
    }
    return best;
  }
};
