/* A context that speaks the part of canvas that our drawings use and writes SVG, for pictures that stay sharp. */

D.Path = typeof Path2D === "undefined" ? class {} : class extends Path2D {
  constructor(d) {
    super(d);
    this.d = d;
  }
};

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const round = (n) => Math.round(n * 100) / 100;
const FIELDS = ["fillStyle", "strokeStyle", "lineWidth", "globalAlpha", "font", "textAlign", "textBaseline", "lineJoin", "lineCap", "letterSpacing", "blur"];

D.SvgContext = class {
  constructor(width, height) {
    Object.assign(this, { width, height, fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1 });
    Object.assign(this, { font: "12px sans-serif", textAlign: "left", textBaseline: "alphabetic", lineJoin: "miter", lineCap: "butt", letterSpacing: "0px", blur: 0 });
    this.parts = [];
    this.path = [];
    this.dash = [];
    this.moves = "";
    this.stack = [];
    this.clips = 0;
    this.open = 0;
    this.ruler = document.createElement("canvas").getContext("2d");
  }

  save() {
    this.stack.push([FIELDS.map((name) => this[name]), this.dash, this.moves, this.open]);
  }

  restore() {
    const [values, dash, moves, open] = this.stack.pop();
    FIELDS.forEach((name, i) => { this[name] = values[i]; });
    while (this.open > open) { this.parts.push("</g>"); this.open--; }
    Object.assign(this, { dash, moves });
  }

  translate(x, y) { this.moves += `translate(${round(x)} ${round(y)})`; }

  scale(x, y) { this.moves += `scale(${Math.round(x * 1e4) / 1e4} ${Math.round(y * 1e4) / 1e4})`; }

  setLineDash(dash) { this.dash = dash; }

  beginPath() { this.path = []; }

  moveTo(x, y) { this.path.push(`M${round(x)} ${round(y)}`); }

  lineTo(x, y) { this.path.push(`L${round(x)} ${round(y)}`); }

  closePath() { this.path.push("Z"); }

  rect(x, y, w, h) { this.path.push(`M${round(x)} ${round(y)}h${round(w)}v${round(h)}h${round(-w)}Z`); }

  arc(x, y, r, from, to) {
    const at = (angle) => `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
    const sweep = Math.min(to - from, 2 * Math.PI), half = from + sweep / 2, end = from + sweep;
    this.path.push(`M${at(from)}A${round(r)} ${round(r)} 0 0 1 ${at(half)}A${round(r)} ${round(r)} 0 0 1 ${at(end)}`);
  }

  attributes(more) {
    const moved = this.moves ? ` transform="${this.moves}"` : "";
    const blurred = this.blur ? ` style="filter:blur(${this.blur}px)"` : "";
    return `${moved}${blurred}${this.globalAlpha < 1 ? ` opacity="${round(this.globalAlpha)}"` : ""}${more}`;
  }

  fill(what, rule) {
    const d = what instanceof D.Path ? what.d : this.path.join(""), how = what instanceof D.Path ? rule : what;
    if (d) this.parts.push(`<path d="${d}"${this.attributes(` fill="${escape(this.fillStyle)}"`)}${how === "evenodd" ? ' fill-rule="evenodd"' : ""}/>`);
  }

  stroke(what) {
    const d = what instanceof D.Path ? what.d : this.path.join("");
    if (!d) return;
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const pen = ` fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${round(this.lineWidth)}" stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"${dash}`;
    this.parts.push(`<path d="${d}"${this.attributes(pen)}/>`);
  }

  fillRect(x, y, w, h) {
    this.parts.push(`<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"${this.attributes(` fill="${escape(this.fillStyle)}"`)}/>`);
  }

  clip() {
    const id = `clip${this.clips++}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join("")}"${this.moves ? ` transform="${this.moves}"` : ""}/></clipPath><g clip-path="url(#${id})">`);
    this.open++;
  }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  text(text, x, y, paint) {
    const anchor = { left: "start", center: "middle", right: "end" }[this.textAlign] || "start";
    const base = this.textBaseline === "middle" ? "central" : "alphabetic";
    const spacing = this.letterSpacing === "0px" ? "" : `;letter-spacing:${this.letterSpacing}`;
    this.parts.push(`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" dominant-baseline="${base}" style="font:${escape(this.font)}${spacing}"${this.attributes(paint)}>${escape(text)}</text>`);
  }

  fillText(text, x, y) { this.text(text, x, y, ` fill="${escape(this.fillStyle)}"`); }

  strokeText(text, x, y) {
    this.text(text, x, y, ` fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`);
  }

  toString() {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.width} ${this.height}" width="${this.width}" height="${this.height}">${this.parts.join("\n")}${"</g>".repeat(this.open)}</svg>`;
  }
};
