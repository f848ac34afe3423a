/* Time cut into bins of equal kind: the finest unit that needs no more than BARS of them, and where its axis is ticked. */

const BARS = 110, TOO_MANY = 5000;
const STEPS = [
  ["hour", 1], ["hour", 3], ["hour", 6], ["hour", 12], ["day", 1], ["day", 2], ["day", 7], ["day", 14], ["month", 1], ["month", 2], ["month", 3],
  ["month", 6], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 20], ["year", 50], ["year", 100], ["year", 500],
];
const UNITS = [["hour", 1], ["day", 1], ["day", 7], ["month", 1], ["year", 1], ["year", 10]];
const NAMES = { "hour 1": "hour", "day 1": "day", "day 7": "week", "month 1": "month", "year 1": "year", "year 10": "decade" };

/* The last multiple of a step at or before an instant, all in the wall time of where it happened. */
const floor = (ms, [unit, size]) => {
  const date = new Date(ms);
  date.setUTCMinutes(0, 0, 0);
  if (unit === "hour") date.setUTCHours(Math.floor(date.getUTCHours() / size) * size);
  else date.setUTCHours(0);
  if (unit === "day") {
    const days = Math.floor(date.getTime() / D.DAY), past = size % 7 ? days : days + 3; // whole weeks begin on Mondays
    return (days - past % size) * D.DAY;
  }
  if (unit === "month" || unit === "year") date.setUTCDate(1);
  if (unit === "month") date.setUTCMonth(Math.floor(date.getUTCMonth() / size) * size);
  if (unit === "year") date.setUTCFullYear(Math.floor(date.getUTCFullYear() / size) * size, 0);
  return date.getTime();
};

const next = (ms, [unit, size]) => {
  const date = new Date(ms);
  if (unit === "hour") date.setUTCHours(date.getUTCHours() + size);
  else if (unit === "day") date.setUTCDate(date.getUTCDate() + size);
  else if (unit === "month") date.setUTCMonth(date.getUTCMonth() + size);
  else date.setUTCFullYear(date.getUTCFullYear() + size);
  return date.getTime();
};

const cut = (step, first, last) => {
  const edges = [floor(first, step)];
  do edges.push(next(edges[edges.length - 1], step)); while (edges[edges.length - 1] <= last && edges.length < TOO_MANY);
  return edges;
};

D.Bins = class {
  /* `instants` in milliseconds; hours are bins only where an instant has one and all lie within two days. */
  constructor(instants) {
    let first = Infinity, last = -Infinity, timed = false;
    for (const ms of instants) {
      first = Math.min(first, ms);
      last = Math.max(last, ms);
      timed = timed || ms % D.DAY !== 0;
    }
    this.edges = [];
    if (first > last) return;
    for (const step of UNITS) {
      if (step[0] === "hour" && !(timed && last - first < 2 * D.DAY)) continue;
      this.step = step;
      this.edges = cut(step, first, last);
      if (this.edges.length <= BARS + 1) break;
    }
  }

  get count() { return Math.max(0, this.edges.length - 1); }

  get unit() { return NAMES[this.step.join(" ")]; }

  /* The bin in which an instant lies; the first or the last where it lies outside. */
  of(ms) {
    let low = 0, high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.edges[middle] <= ms) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /* Where an instant stands, in bins from the start. */
  position(ms) {
    const bin = this.of(ms);
    return bin + (ms - this.edges[bin]) / (this.edges[bin + 1] - this.edges[bin]);
  }

  /* [bins from the start, label], as many as stand side by side in `width` pixels; `measure` gives a label's pixels. */
  ticks(width, measure) {
    const begin = this.edges[0], end = this.edges[this.count];
    const coarse = STEPS.slice(STEPS.findIndex((step) => this.step.join() === step.join()));
    for (const step of coarse) {
      if ((end - begin) / (next(begin, step) - begin) > width / 20) continue;
      const instants = cut(step, begin, end - 1).filter((ms) => ms >= begin && ms < end);
      const ticks = labelled(instants, step).map(([ms, label]) => [this.position(ms), label]).filter(([at, label]) => at / this.count * width + measure(label) <= width);
      if (ticks.length && apart(ticks, width / this.count, measure)) return ticks;
    }
    return labelled([begin], this.step).map(([, label]) => [0, label]);
  }
};

const apart = (ticks, step, measure) => {
  let free = 0;
  return ticks.every(([at, label]) => {
    const fits = at * step >= free;
    free = at * step + measure(label) + 14;
    return fits;
  });
};

/* The year stands at the first tick and at each where it changes; midnight is called by its day. */
const labelled = (instants, [unit]) => {
  let year = null;
  return instants.map((ms) => {
    const date = new Date(ms), now = date.getUTCFullYear(), changes = now !== year;
    year = now;
    const day = `${date.getUTCDate()} ${D.MONTHS[date.getUTCMonth()]}`, hour = `${String(date.getUTCHours()).padStart(2, "0")}:00`;
    if (unit === "year") return [ms, String(now)];
    if (unit === "month") return [ms, changes ? `${D.MONTHS[date.getUTCMonth()]} ${now}` : D.MONTHS[date.getUTCMonth()]];
    if (unit === "day") return [ms, changes ? `${day} ${now}` : day];
    return [ms, changes ? `${day}, ${hour}` : date.getUTCHours() ? hour : day];
  });
};
