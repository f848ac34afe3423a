/* When: bars by family over time, a window that two handles move, and play. Undated incidents stay, and are counted. */

const STEPS = [["hour", 3600000], ["day", D.DAY], ["week", 7 * D.DAY], ["month", 0], ["year", 0], ["decade", 0]];
const BARS = 110;

D.Timeline = class {
  constructor(model, state) {
    Object.assign(this, { model, state, home: D.byId("timeline"), timer: 0 });
    this.bins();
    this.canvas = D.h("canvas", { role: "img" });
    this.window = D.h("div.window");
    this.handles = ["from", "to"].map((side) => D.h(`div.handle.handle-${side}`, { role: "slider", tabindex: 0, "aria-label": side === "from" ? "Start of the time window" : "End of the time window", "data-side": side }));
    this.play = D.h("button.play", { id: "play", "aria-label": "Play through time", onclick: () => this.toggle() }, "▶");
    this.label = D.h("span.range");
    this.clear = D.h("button.clear", { id: "all-time", onclick: () => { this.stop(); state.change({ from: null, to: null }); } }, "All dates");
    this.undated = D.h("span.undated");
    this.track = D.h("div.track", this.canvas, this.window, this.handles);
    this.home.append(D.h("div.time-head", this.play, this.label, this.undated, this.clear), this.track, D.h("div.ticks", { "aria-hidden": "true" }));
    this.home.hidden = !this.edges.length;
    this.listen();
    D.on("rows", () => this.draw());
    D.on("theme", () => this.draw());
  }

  /* Bins of the finest unit that needs no more than BARS of them. */
  bins() {
    const { model } = this;
    let first = Infinity, last = -Infinity;
    for (let i = 0; i < model.count; i++) {
      if (!model.dated(i)) continue;
      first = Math.min(first, model.from[i]);
      last = Math.max(last, model.from[i]);
    }
    this.edges = [];
    if (first > last) return;
    const hours = [...Array(model.count).keys()].some((i) => model.dated(i) && model.from[i] % D.DAY);
    for (const [unit] of STEPS) {
      if (unit === "hour" && !(hours && last - first < 2 * D.DAY)) continue;
      this.edges = this.cut(unit, first, last);
      this.unit = unit;
      if (this.edges.length <= BARS + 1) break;
    }
  }

  cut(unit, first, last) {
    const date = new Date(first), edges = [];
    if (unit === "hour") date.setUTCMinutes(0, 0, 0);
    else date.setUTCHours(0, 0, 0, 0);
    if (unit === "week") date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
    if (["month", "year", "decade"].includes(unit)) date.setUTCDate(1);
    if (["year", "decade"].includes(unit)) date.setUTCMonth(0);
    if (unit === "decade") date.setUTCFullYear(Math.floor(date.getUTCFullYear() / 10) * 10);
    const step = { hour: () => date.setUTCHours(date.getUTCHours() + 1), day: () => date.setUTCDate(date.getUTCDate() + 1), week: () => date.setUTCDate(date.getUTCDate() + 7), month: () => date.setUTCMonth(date.getUTCMonth() + 1), year: () => date.setUTCFullYear(date.getUTCFullYear() + 1), decade: () => date.setUTCFullYear(date.getUTCFullYear() + 10) }[unit];
    do { edges.push(date.getTime()); step(); } while (date.getTime() <= last && edges.length < 5000);
    edges.push(date.getTime());
    return edges;
  }

  bin(ms) {
    let low = 0, high = this.edges.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.edges[middle] <= ms) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get span() {
    const { from, to } = this.state.filter, n = this.edges.length - 1;
    return [from === null ? 0 : this.bin(from), to === null ? n : this.bin(to) + 1];
  }

  set(a, b) {
    const n = this.edges.length - 1;
    const low = Math.max(0, Math.min(a, b - 1, n - 1)), high = Math.min(n, Math.max(b, low + 1));
    this.state.change({ from: low === 0 ? null : this.edges[low], to: high === n ? null : this.edges[high] - 60000 });
  }

  draw() {
    const n = this.edges.length - 1;
    if (n < 1) return;
    const { model, state } = this, families = D.familyNames, counts = new Uint32Array(n * families.length), totals = new Uint32Array(n);
    for (const i of state.matching({ time: true })) {
      if (!model.dated(i)) continue;
      const bin = this.bin(model.from[i]);
      counts[bin * families.length + families.indexOf(model.kind(i).family)]++;
      totals[bin]++;
    }
    const ratio = Math.min(window.devicePixelRatio || 1, 2), width = this.track.clientWidth, height = this.track.clientHeight;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext("2d"), most = Math.max(1, ...totals), step = width / n, [a, b] = this.span;
    context.scale(ratio, ratio);
    for (let bin = 0; bin < n; bin++) {
      let y = height;
      context.globalAlpha = bin >= a && bin < b ? 1 : 0.28;
      families.forEach((family, f) => {
        const count = counts[bin * families.length + f];
        if (!count) return;
        const tall = Math.max(2, count / most * (height - 4));
        context.fillStyle = D.families[family].color;
        context.fillRect(bin * step + 0.5, y - tall, Math.max(1, Math.min(step - 1, 28)), tall);
        y -= tall;
      });
    }
    this.canvas.setAttribute("aria-label", `Incidents by ${this.unit}, from ${D.day(this.edges[0])} to ${D.day(this.edges[n] - 1)}`);
    this.place(a, b, n);
    this.ticks(n, width);
    const undated = state.rows.filter((i) => !model.dated(i)).length;
    this.undated.textContent = undated ? `${undated.toLocaleString("en")} undated, always shown` : "";
    this.clear.hidden = a === 0 && b === n;
    this.play.hidden = n < 2;
  }

  place(a, b, n) {
    const left = `${100 * a / n}%`, right = `${100 * b / n}%`;
    this.window.style.left = left;
    this.window.style.width = `${100 * (b - a) / n}%`;
    const says = [D.day(this.edges[a]), D.day(this.edges[b] - 1)];
    this.label.textContent = says[0] === says[1] ? says[0] : says.join(" – ");
    this.handles.forEach((handle, h) => {
      handle.style.left = h ? right : left;
      handle.setAttribute("aria-valuemin", 0);
      handle.setAttribute("aria-valuemax", n);
      handle.setAttribute("aria-valuenow", h ? b : a);
      handle.setAttribute("aria-valuetext", says[h]);
    });
  }

  ticks(n, width) {
    const home = this.home.querySelector(".ticks"), many = Math.max(1, Math.min(n, Math.floor(width / 90)));
    home.replaceChildren(...Array.from({ length: many }, (_, k) => {
      const bin = Math.floor(k * n / many), date = new Date(this.edges[bin]), year = date.getUTCFullYear();
      const text = { hour: `${String(date.getUTCHours()).padStart(2, "0")}:00`, day: D.day(date), week: D.day(date), month: `${D.MONTHS[date.getUTCMonth()]} ${year}` }[this.unit] || String(year);
      const tick = D.h("span", text);
      tick.style.left = `${100 * bin / n}%`;
      return tick;
    }));
  }

  listen() {
    const binAt = (event) => {
      const box = this.track.getBoundingClientRect();
      return (event.clientX - box.left) / box.width * (this.edges.length - 1);
    };
    this.track.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.stop();
      const at = binAt(event), [a, b] = this.span, n = this.edges.length - 1, side = event.target.dataset.side;
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
        const [a, b] = this.span, n = this.edges.length - 1;
        if (handle.dataset.side === "from") this.set(Math.max(0, Math.min(b - 1, a + by)), b);
        else this.set(a, Math.min(n, Math.max(a + 1, b + by)));
      });
    }
    new ResizeObserver(D.later(60, () => this.draw())).observe(this.track);
  }

  toggle() {
    if (this.timer) return this.stop();
    const n = this.edges.length - 1;
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
