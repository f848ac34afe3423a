/* The incidents on the map. What is drawn says no more than the text: exact places are marks, an area its area, a
   border its line; how sure we are is how opaque it is. */

const SHAPES_AT_MOST = 220;
const REACH = 7; // pixels beside a line that still are on it

D.Marks = class {
  constructor(map, model, state) {
    Object.assign(this, { map, model, state });
    this.clusters = new D.Clusters(model);
    this.shaped = [];
    this.drawn = [];
    this.hovered = -1;
    this.mention = null;
    this.sprites = new Map();
  }

  load(rows) {
    this.clusters.load(rows);
    const surest = new Map();
    for (const i of rows) {
      const shape = this.model.shape(i), before = surest.get(shape);
      if (shape && (before === undefined || this.model.sure[before] < this.model.sure[i])) surest.set(shape, i);
    }
    // The widest first, so that a town's area lies on its country's wash.
    this.shaped = [...surest.values()].sort((a, b) => this.model.precision(b) - this.model.precision(a));
    if (this.shaped.length > SHAPES_AT_MOST) this.shaped = [];
    this.crisp = D.tooManyToBlur(this.model, this.shaped);
  }

  draw(view) {
    const { model, state } = this, paper = D.css("--mark-paper");
    this.drawn = [];
    const standing = this.clusters.within(view), singles = standing.filter((mark) => mark.row >= 0).length;
    for (const i of this.shaped) D.drawShape(view, model, i, { crisp: this.crisp });
    this.emphasise(view);
    for (const mark of standing) {
      for (const copy of view.copies) {
        const x = view.x(mark.x + copy), y = view.y(mark.y);
        if (mark.cluster !== null) this.group(view, mark, x, y, paper);
        else {
          if (model.precision(mark.row) === 2 && !model.shape(mark.row) && singles < 400) D.drawNearness(view, model, mark.row, x, y, singles > 40);
          this.mark(view, mark.row, x, y, 22, paper);
        }
      }
    }
    for (const i of this.looked()) {
      if (!model.located(i)) continue;
      for (const copy of view.copies) this.ring(view, i, view.x(model.x[i] + copy), view.y(model.y[i]), paper);
    }
  }

  /* The incidents that are looked at: under the pointer, and selected. */
  looked() { return [...new Set([this.hovered, this.state.selected])].filter((i) => i >= 0); }

  emphasise(view) {
    const anchors = this.mention ? this.mention.anchors || [] : [];
    const { mentions } = this.model.articles[this.state.article] || { mentions: [] };
    for (const number of anchors) D.drawAnchor(view, mentions[number]);
    for (const i of this.looked()) {
      for (const anchor of this.model.anchors(i)) D.drawAnchor(view, anchor);
      D.drawShape(view, this.model, i, { strong: true });
    }
    if (this.mention) D.drawMention(view, this.mention);
  }

  mark(view, i, x, y, size, paper) {
    const { context } = view, kind = this.model.kind(i), status = this.model.status(i);
    const width = this.model.precision(i) >= 3 ? size * 0.82 : size;
    context.globalAlpha = D.opacity(this.model.sure[i]) * (status === "historic" ? 0.8 : 1);
    if (view.vector) D.drawMark(context, kind, status, x, y, width, paper);
    else {
      const sprite = this.sprite(kind, status, width, paper);
      context.drawImage(sprite, x - sprite.half, y - sprite.half, 2 * sprite.half, 2 * sprite.half);
    }
    context.globalAlpha = 1;
    this.drawn.push({ x, y, r: width / 2 + 3, row: i, cluster: null });
  }

  sprite(kind, status, size, paper) {
    const ratio = D.ratio(), key = `${kind.name}|${status}|${size}|${paper}|${ratio}`;
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
    const { context } = view, r = D.groupRadius(mark.count);
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

  /* The boxes of pixels that marks stand in, for the names of places to keep clear of. */
  boxes(view) {
    const found = [];
    for (const mark of this.clusters.within(view)) {
      const r = mark.cluster === null ? 13 : D.groupRadius(mark.count) + 2;
      for (const copy of view.copies) {
        const x = view.x(mark.x + copy), y = view.y(mark.y);
        found.push([x - r, y - r, x + r, y + r]);
      }
    }
    return found;
  }

  /* What lies under a point of the map's own pixels: the nearest mark, else the smallest line or area that is no
     whole country; null where nothing does. */
  at(point) {
    let best = null, near = Infinity;
    for (const mark of this.drawn) {
      const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
      if (distance <= Math.max(mark.r, 12) && distance <= near) [best, near] = [mark, distance];
    }
    return best || this.shapeAt(point);
  }

  shapeAt(point) {
    const { map, model } = this, scale = 256 * Math.pow(2, map.getZoom()), origin = map.getPixelOrigin();
    const x = (point.x + origin.x) / scale, y = (point.y + origin.y) / scale;
    const under = this.shaped.filter((i) => model.precision(i) < 6 && D.hits(model.shape(i), x - Math.floor(x), y, REACH / scale));
    const size = (i) => { const b = D.bounds([model.shape(i)]); return model.shape(i).lines.length ? 0 : (b.east - b.west) * (b.south - b.north); };
    const row = under.sort((a, b) => size(a) - size(b))[0];
    return row === undefined ? null : { row, cluster: null };
  }
};

D.groupRadius = (count) => 12 + Math.min(14, 3.2 * Math.log2(count));
