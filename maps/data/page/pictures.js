/* The view as a picture or a drawing, made in the page: heading, map, incidents, legend line, attribution. */

const HEAD = 58, FOOT = 46;

D.Pictures = class {
  constructor(parts) {
    Object.assign(this, parts); // map, basemap, labels, marks, model, state, note
    D.byId("save-png").addEventListener("click", () => this.png());
    D.byId("save-svg").addEventListener("click", () => this.svg());
    D.byId("save-print").addEventListener("click", () => window.print());
    D.byId("save-link").addEventListener("click", () => this.copy());
  }

  draw(context, size) {
    const { width, height } = size, map = this.map.getSize();
    const view = D.view(this.map, context, this.frame());
    context.fillStyle = D.css("--paper");
    context.fillRect(0, 0, width, height);
    context.save();
    context.translate(0, HEAD);
    context.beginPath();
    context.rect(0, 0, map.x, map.y);
    context.clip();
    context.translate(-view.bounds.min.x, -view.bounds.min.y);
    view.vector = context instanceof D.SvgContext;
    this.basemap.draw(view);
    this.labels.draw(view);
    const drawn = this.marks.drawn;
    this.marks.draw(view);
    this.marks.drawn = drawn;
    context.restore();
    this.words(context, size);
  }

  /* The map's own window, in the pixels of its layers. */
  frame() {
    const min = this.map.containerPointToLayerPoint([0, 0]);
    return L.bounds(min, min.add(this.map.getSize()));
  }

  words(context, { width, height }) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = D.css("--ink");
    context.font = "600 19px Georgia, serif";
    context.fillText(this.fit(context, this.model.title, width - 32), 16, 23);
    context.font = "12px system-ui, sans-serif";
    context.fillStyle = D.css("--soft");
    const { rows } = this.state, unplaced = rows.filter((i) => !this.model.located(i)).length;
    context.fillText([D.plural(rows.length, "incident"), unplaced && `${unplaced} not on the map`, D.byId("byline").textContent].filter(Boolean).join(" · "), 16, 44);
    const kinds = this.model.tally("kind", rows).slice(0, 8);
    let x = 16;
    const y = height - 30;
    for (const [name, n] of kinds) {
      const label = `${D.kind(name).label} ${n.toLocaleString("en")}`;
      if (x + 40 + context.measureText(label).width > width) break;
      D.drawMark(context, D.kind(name), "reported", x + 8, y, 16, D.css("--paper"));
      context.fillText(label, x + 21, y);
      x += 40 + context.measureText(label).width;
    }
    context.font = "10.5px system-ui, sans-serif";
    context.fillText(this.fit(context, `${this.note} Base map: Natural Earth; names: GeoNames (CC BY 4.0).`, width - 32), 16, height - 11);
  }

  fit(context, text, width) {
    if (context.measureText(text).width <= width) return text;
    let short = text;
    while (short && context.measureText(`${short}…`).width > width) short = short.slice(0, -4);
    return `${short}…`;
  }

  get size() {
    const { x, y } = this.map.getSize();
    return { width: x, height: y + HEAD + FOOT };
  }

  svg() {
    const { size } = this, context = new D.SvgContext(size.width, size.height);
    this.draw(context, size);
    this.save(new Blob([context.toString()], { type: "image/svg+xml" }), "svg");
  }

  png() {
    const { size } = this, canvas = document.createElement("canvas"), ratio = 2;
    canvas.width = size.width * ratio;
    canvas.height = size.height * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    this.draw(context, size);
    canvas.toBlob((blob) => this.save(blob, "png"), "image/png");
  }

  save(blob, type) {
    const name = this.model.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "map";
    const link = D.h("a", { href: URL.createObjectURL(blob), download: `${name}.${type}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    D.say(`Saved as ${name}.${type}`);
  }

  copy() {
    this.state.write();
    const done = () => D.say("The link is copied.");
    const refused = () => D.say("The link is in the address bar.");
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, refused);
    else refused();
  }
};
