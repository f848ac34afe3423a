/* When: bars by family over time, a window that two handles move, and play. Undated incidents stay, and are counted. */

D.Timeline = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("timeline"), timer: 0 });
    this.bins = new D.Bins([...model.from].filter((ms) => !isNaN(ms)));
    this.canvas = D.h("canvas", { role: "img" });
    this.window = D.h("div.window");
    this.handles = ["from", "to"].map((side) => D.h(`div.handle.handle-${side}`, { role: "slider", tabindex: 0, "aria-label": side === "from" ? "Start of the time window" : "End of the time window", "data-side": side }));
    this.play = D.h("button.play", { id: "play", "aria-label": "Play through time", onclick: () => this.toggle() }, "▶");
    this.label = D.h("span.range");
    this.clear = D.h("button.clear", { id: "all-time", onclick: () => { this.stop(); state.change({ from: null, to: null }); } }, "All dates");
    this.undated = D.h("span.undated");
    this.track = D.h("div.track", this.canvas, this.window, this.handles);
    this.axis = D.h("div.ticks", { "aria-hidden": "true" });
    this.home.append(D.h("div.time-head", this.play, this.label, this.undated, this.clear), this.track, this.axis);
    this.home.hidden = !this.bins.count;
    // All of one day, say: there is nothing to choose from, and the words tell it.
    this.play.hidden = this.track.hidden = this.axis.hidden = this.bins.count < 2;
    this.listen();
    D.on("rows", () => this.draw());
    D.on("theme", () => this.draw());
  }

  get span() {
    const { from, to } = this.state.filter;
    return [from === null ? 0 : this.bins.of(from), to === null ? this.bins.count : this.bins.of(to) + 1];
  }

  set(a, b) {
    const { count, edges } = this.bins;
    const low = Math.max(0, Math.min(a, b - 1, count - 1)), high = Math.min(count, Math.max(b, low + 1));
    this.state.change({ from: low === 0 ? null : edges[low], to: high === count ? null : edges[high] - 60000 });
  }

  draw() {
    const { count, edges } = this.bins;
    if (!count) return;
    const [a, b] = this.span, undated = this.state.rows.filter((i) => !this.model.dated(i)).length;
    this.label.textContent = this.words(a, b);
    this.undated.textContent = undated ? `${undated.toLocaleString("en")} undated, always shown` : "";
    this.clear.hidden = a === 0 && b === count;
    if (count < 2) return;
    this.bars(a, b);
    this.canvas.setAttribute("aria-label", `Incidents by ${this.bins.unit}, from ${D.day(edges[0])} to ${D.day(edges[count] - 1)}`);
    this.place(a, b);
    this.ticks();
  }

  /* How many incidents begin in each bin, by family. */
  counts() {
    const { model, state, bins } = this, families = D.familyNames, counts = Array.from({ length: bins.count }, () => new Uint32Array(families.length));
    for (const i of state.matching({ time: true })) {
      if (model.dated(i)) counts[bins.of(model.from[i])][families.indexOf(model.kind(i).family)]++;
    }
    return counts;
  }

  bars(a, b) {
    const counts = this.counts(), totals = counts.map((bin) => bin.reduce((sum, n) => sum + n, 0)), most = Math.max(1, ...totals);
    const ratio = D.ratio(), width = this.track.clientWidth, height = this.track.clientHeight, step = width / this.bins.count;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    counts.forEach((bin, at) => {
      let y = height;
      context.globalAlpha = at >= a && at < b ? 1 : 0.28;
      D.familyNames.forEach((family, f) => {
        if (!bin[f]) return;
        const tall = Math.max(2, bin[f] / most * (height - 4));
        context.fillStyle = D.families[family].color;
        context.fillRect(at * step + 0.5, y - tall, Math.max(1, Math.min(step - 1, 48)), tall);
        y -= tall;
      });
    });
  }

  words(a, b) {
    const { edges } = this.bins, says = [D.day(edges[a]), D.day(edges[b] - 1)];
    return says[0] === says[1] ? says[0] : says.join(" – ");
  }

  place(a, b) {
    const { count, edges } = this.bins, left = `${100 * a / count}%`, right = `${100 * b / count}%`;
    this.window.style.left = left;
    this.window.style.width = `${100 * (b - a) / count}%`;
    this.handles.forEach((handle, h) => {
      handle.style.left = h ? right : left;
      handle.setAttribute("aria-valuemin", 0);
      handle.setAttribute("aria-valuemax", count);
      handle.setAttribute("aria-valuenow", h ? b : a);
      handle.setAttribute("aria-valuetext", D.day(h ? edges[b] - 1 : edges[a]));
    });
  }

  ticks() {
    const ruler = this.canvas.getContext("2d"), { count } = this.bins;
    ruler.font = getComputedStyle(this.axis).font;
    this.axis.replaceChildren(...this.bins.ticks(this.axis.clientWidth, (label) => ruler.measureText(label).width).map(([at, label]) => {
      const tick = D.h("span", label);
      tick.style.left = `${100 * at / count}%`;
      return tick;
    }));
  }

  listen() {
    const binAt = (event) => {
      const box = this.track.getBoundingClientRect();
      return (event.clientX - box.left) / box.width * this.bins.count;
    };
    this.track.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.stop();
      const at = binAt(event), [a, b] = this.span, n = this.bins.count, side = event.target.dataset.side;
      const inside = event.target === this.window && (a > 0 || b < n);
      this.track.setPointerCapture(event.pointerId);
      const move = (to) => {
        const now = binAt(to);
        if (side === "from") this.set(Math.round(now), b);
        else if (side === "to") this.set(a, Math.round(now));
        else if (inside) { const by = Math.max(-a, Math.min(n - b, Math.round(now - at))); this.set(a + by, b + by); }
        else if (Math.abs(now - at) * this.track.clientWidth / n > 3) this.set(Math.floor(Math.min(at, now)), Math.ceil(Math.max(at, now)));
      };
      const up = () => { this.track.removeEventListener("pointermove", move); };
      this.track.addEventListener("pointermove", move);
      this.track.addEventListener("pointerup", up, { once: true });
      this.track.addEventListener("pointercancel", up, { once: true });
      event.preventDefault();
      if (side) event.target.focus();
    });
    for (const handle of this.handles) {
      handle.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -1e6, End: 1e6 }[event.key];
        if (!by) return;
        event.preventDefault();
        const [a, b] = this.span, n = this.bins.count;
        if (handle.dataset.side === "from") this.set(Math.max(0, Math.min(b - 1, a + by)), b);
        else this.set(a, Math.min(n, Math.max(a + 1, b + by)));
      });
    }
    new ResizeObserver(D.later(60, () => this.draw())).observe(this.track);
  }

  toggle() {
    if (this.timer) return this.stop();
    const n = this.bins.count;
    let [a, b] = this.span;
    const wide = a === 0 && b === n ? Math.max(1, Math.round(n / 12)) : b - a;
    if (a === 0 && b === n || b === n) a = -1;
    this.play.textContent = "❚❚";
    this.play.setAttribute("aria-label", "Pause");
    const step = () => {
      a += 1;
      if (a + wide > n) return this.stop();
      return this.set(a, a + wide);
    };
    this.timer = setInterval(step, D.still() ? 1400 : Math.max(180, Math.min(900, 14000 / n)));
    return step();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "▶";
    this.play.setAttribute("aria-label", "Play through time");
  }
};
