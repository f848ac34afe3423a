/* What is drawn for each kind: a family gives colour and outline (either alone tells it), a sign gives the kind. */

const BOX = {
  diamond: "M12 .8 23.2 12 12 23.2 .8 12Z",
  square: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z",
  circle: "M12 1.8a10.2 10.2 0 1 1 0 20.4 10.2 10.2 0 0 1 0-20.4Z",
  hexagon: "M12 .9 21.8 6.5V17.5L12 23.1 2.2 17.5V6.5Z",
  shield: "M3 3h18v10q0 6-9 10Q3 19 3 13Z",
  house: "M12 .9 22.4 9.5V22H1.6V9.5Z",
  triangle: "M12 1.4q1 0 1.6 1L23 19.6q.6 2-1.6 2.4H2.6Q.4 21.6 1 19.6L10.4 2.4q.6-1 1.6-1Z",
  dot: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z",
};

/* Okabe and Ito's palette, darkened to 3:1 against the land in both schemes (https://jfly.uni-koeln.de/color/). */
D.families = {
  violence: { label: "Fighting and attacks", color: "#c94a00", box: "diamond" },
  territory: { label: "Territory", color: "#8c2f7a", box: "square" },
  accord: { label: "Talks and truces", color: "#0072b2", box: "circle" },
  civic: { label: "Protest", color: "#b27300", box: "hexagon" },
  law: { label: "Arrests and crime", color: "#4b5aa8", box: "shield" },
  people: { label: "Displacement", color: "#2f86b8", box: "house" },
  hazard: { label: "Disaster and accident", color: "#00805c", box: "triangle" },
  other: { label: "Other", color: "#6b7178", box: "dot" },
};

const KIND = {
  clash: ["violence", "Clash", "M8 8l8 8M16 8l-8 8"],
  shelling: ["violence", "Shelling", "M7 15Q11 5 16.5 13.5M17 9.8l-.4 3.8-3.6-.6"],
  airstrike: ["violence", "Air strike", "M12 7v8M8 11.2l4-1.8 4 1.8M10.3 16l1.7-1 1.7 1"],
  explosion: ["violence", "Explosion", "M12 7v2.6M12 14.4V17M7 12h2.6M14.4 12H17M8.6 8.6l1.7 1.7M13.7 13.7l1.7 1.7M15.4 8.6l-1.7 1.7M10.3 13.7l-1.7 1.7"],
  attack: ["violence", "Attack", "M12 7.2v6M12 16.4v.4"],
  sabotage: ["violence", "Sabotage", "M13 7l-3 5h4l-3 5"],
  capture: ["territory", "Capture", "M9 18V6.5l7.5 2.8L9 12"],
  territory: ["territory", "Territory", "M7 8.5l3.5-1.5 3 1.5L17 7v8.5L13.5 17l-3-1.500L7 17Z"],
  ceasefire: ["accord", "Ceasefire", "M10 8v8M14 8v8"],
  diplomacy: ["accord", "Diplomacy", "M6.5 12h11M9 9l-3 3 3 3M15 9l3 3-3 3"],
  protest: ["civic", "Protest", "M8 7h8v5.500H8ZM12 12.500V18"],
  riot: ["civic", "Riot", "M12 6.500q4.8 4.5 3.3 8a3.4 3.4 0 0 1-6.6 0Q9 11.5 12 6.500Z"],
  strike: ["civic", "Strike", "M7.5 12h9"],
  arrest: ["law", "Arrest", "M9.5 8.500a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.400M14.5 9.500a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4"],
  kidnapping: ["law", "Kidnapping", "M12 6.500a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.400M8 16.500q0-4 4-4t4 4Z"],
  crime: ["law", "Crime", "M8 10h8M8 13.500h8M10.3 7.500v8.500M13.7 7.500v8.5"],
  displacement: ["people", "Displacement", "M7 13.500h9M13 10l3.5 3.500L13 17"],
  disaster: ["hazard", "Disaster", "M7 13q2.5-2.5 5 0t5 0M7 17q2.5-2.5 5 0t5 0"],
  accident: ["hazard", "Accident", "M12 9.500v5M12 17.600v.4"],
  outbreak: ["hazard", "Outbreak", "M12 10.500v8M8 14.500h8"],
  other: ["other", "Other", "M12 11.800v.4"],
};

const made = new Map();

D.kind = function (name) {
  if (!made.has(name)) made.set(name, make(name));
  return made.get(name);
};

const make = (name) => {
  const [family, label, sign] = Object.hasOwn(KIND, name) ? KIND[name] : ["other", name, KIND.other[2]];
  return { name, family, label, sign, color: D.families[family].color, box: BOX[D.families[family].box] };
};

D.statuses = {
  reported: "Reported",
  denied: "Denied",
  historic: "Background, earlier",
  planned: "Planned",
  hypothetical: "Only supposed",
};

D.precisions = {
  1: "exact place",
  2: "near a place",
  3: "second-level area",
  4: "first-level area",
  5: "line, region or part of a country",
  6: "country as a whole",
  7: "sea, air or several countries",
};

D.datePrecisions = {
  minute: "known to the minute", hour: "known to the hour", "part of day": "known to the part of the day", day: "known to the day",
  week: "known to the week", month: "known to the month", season: "known to the season", year: "known to the year", longer: "known to some years",
};

D.placeKinds = {
  country: "country", adm1: "first-level area", adm2: "second-level area", town: "town", water: "water", terrain: "landform", area: "area",
};

D.measures = {
  killed: "killed", injured: "injured", captured: "captured", missing: "missing", displaced: "displaced",
  participants: "took part", arrested: "arrested", destroyed: "destroyed", positions_lost: "positions lost",
};

let regions = null;

/* A country's name by its alpha-2 code; anything else as it is. */
D.country = function (code) {
  if (!/^[A-Z]{2}$/.test(code || "")) return code || "";
  regions = regions || new Intl.DisplayNames(["en"], { type: "region" });
  return regions.of(code);
};

const FILLED = { reported: true, denied: true };

/* Draws a mark on any context that speaks canvas, at x, y, `size` pixels wide. */
D.drawMark = function (context, kind, status, x, y, size, paper) {
  const filled = FILLED[status] || !status;
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 24, size / 24);
  context.lineJoin = context.lineCap = "round";
  const box = new D.Path(kind.box), sign = new D.Path(kind.sign);
  context.lineWidth = 4.5;
  context.strokeStyle = paper;
  context.stroke(box);
  context.fillStyle = filled ? kind.color : paper;
  context.fill(box);
  if (!filled) {
    context.lineWidth = 2;
    context.strokeStyle = kind.color;
    context.setLineDash(status === "historic" ? [] : [3, 2.6]);
    context.stroke(box);
    context.setLineDash([]);
  }
  context.lineWidth = 2;
  context.strokeStyle = filled ? "#ffffff" : kind.color;
  context.stroke(sign);
  if (status === "denied") {
    context.lineWidth = 2.4;
    context.strokeStyle = paper;
    context.stroke(new D.Path("M2 22 22 2"));
  }
  context.restore();
};

/* The same mark as an element, for lists and the legend. */
D.markElement = function (name, status, size) {
  const kind = D.kind(name), filled = FILLED[status] || !status;
  const svg = D.svg("svg", { viewBox: "-1 -1 26 26", width: size, height: size, "aria-hidden": "true", class: "mark" });
  svg.append(
    D.svg("path", {
      d: kind.box, fill: filled ? kind.color : "none", stroke: kind.color, "stroke-width": 2,
      "stroke-linejoin": "round", "stroke-dasharray": status === "planned" || status === "hypothetical" ? "3 2.6" : "none",
    }),
    D.svg("path", {
      d: kind.sign, fill: "none", stroke: filled ? "#fff" : kind.color, "stroke-width": 2,
      "stroke-linecap": "round", "stroke-linejoin": "round",
    }),
  );
  if (status === "denied") svg.append(D.svg("path", { d: "M2 22 22 2", stroke: "var(--paper)", "stroke-width": 2.6 }));
  return svg;
};
