/* Paper: the map takes the size of the page, is fitted anew and drawn finely, in the light scheme, its legend open. */

D.Printing = class {
  constructor(map, moves) {
    Object.assign(this, { map, moves, before: null });
    window.addEventListener("beforeprint", () => this.begin());
    window.addEventListener("afterprint", () => this.end());
    // A page whose medium is only set to print (by a tool) gets no event of printing.
    matchMedia("print").addEventListener("change", ({ matches }) => (matches ? this.begin() : this.end()));
  }

  begin() {
    if (this.before) return;
    const { map, moves } = this, notes = [...document.querySelectorAll("#legend, #legend details")];
    this.before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds(), touched: moves.touched, open: notes.map((each) => each.open), notes };
    for (const each of notes) each.open = true;
    document.documentElement.classList.add("printing");
    map.invalidateSize({ animate: false, pan: false });
    if (moves.touched) map.fitBounds(this.before.bounds, { animate: false });
    else moves.all({ animate: false });
    D.emit("theme");
    this.stills = [...document.querySelectorAll("#map-slot canvas")].map(still);
  }

  end() {
    if (!this.before) return;
    const { map, moves } = this, { centre, zoom, touched, open, notes } = this.before;
    this.before = null;
    for (const { canvas, image } of this.stills) { image.remove(); canvas.hidden = false; }
    notes.forEach((each, n) => { each.open = open[n]; });
    document.documentElement.classList.remove("printing");
    map.invalidateSize({ animate: false, pan: false });
    map.setView(centre, zoom, { animate: false });
    moves.touched = touched;
    D.emit("theme");
  }
};

/* Chromium prints a canvas by replaying what was drawn on it, and loses shadows and clipped parts: a picture it keeps. */
const still = (canvas) => {
  const image = D.h("img", { src: canvas.toDataURL(), alt: "" });
  for (const name of ["position", "left", "top", "width", "height", "transform"]) image.style[name] = canvas.style[name];
  image.decoding = "sync";
  image.className = canvas.className;
  canvas.after(image);
  canvas.hidden = true;
  return { canvas, image };
};
