/* Dates as the text gives them: wall time where it happened, never shifted to the reader's zone. */

const DAY = 86400000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ISO = /^(-?\d{4,6})(?:-(\d\d))?(?:-(\d\d))?(?:[T ](\d\d):(\d\d))?/;

/* Milliseconds of the wall time, or NaN; `atEnd` takes the last instant that a date without a time covers. */
D.time = function (text, atEnd) {
  const known = atEnd ? ends : starts;
  if (!known.has(text)) known.set(text, parse(text, atEnd));
  return known.get(text);
};

const starts = new Map(), ends = new Map();

const parse = (text, atEnd) => {
  const found = typeof text === "string" ? ISO.exec(text) : null;
  if (!found) return NaN;
  const [, year, month, day, hour, minute] = found;
  const start = new Date(0);
  start.setUTCFullYear(Number(year), month ? month - 1 : 0, day ? Number(day) : 1);
  start.setUTCHours(Number(hour || 0), Number(minute || 0));
  if (!atEnd || hour) return start.getTime();
  if (day) start.setUTCDate(start.getUTCDate() + 1);
  else if (month) start.setUTCMonth(start.getUTCMonth() + 1);
  else start.setUTCFullYear(start.getUTCFullYear() + 1);
  return start.getTime() - 60000;
};

D.day = function (ms) {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};

D.isoDay = (ms) => new Date(ms).toISOString().slice(0, 10);

const clock = (text) => (/[T ](\d\d:\d\d)/.exec(text || "") || [])[1];
const zone = (text) => (/([+-]\d\d:\d\d|Z)$/.exec(text || "") || [])[1];

/* "16 Nov 2021, 18:30 (UTC+04:00)", "about Nov 2020", "8 – 10 Nov 2020", "undated". */
D.when = function (start, end, precision) {
  const a = D.time(start), b = D.time(end);
  if (isNaN(a) && isNaN(b)) return "undated";
  if (isNaN(a)) return `until ${D.day(b)}`;
  const date = new Date(a);
  const hour = clock(start);
  if (precision === "month" || precision === "season") return `about ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  if (precision === "year" || precision === "longer") return `about ${date.getUTCFullYear()}`;
  let text = D.day(a);
  if (hour) {
    const until = clock(end), offset = zone(start);
    text += `, ${hour}`;
    if (until && until !== hour) text += `–${until}`;
    if (offset) text += ` (UTC${offset === "Z" || offset === "+00:00" ? "" : offset})`;
    return text;
  }
  return !isNaN(b) && D.day(b) !== text ? `${text} – ${D.day(b)}` : text;
};

D.DAY = DAY;
D.MONTHS = MONTHS;
