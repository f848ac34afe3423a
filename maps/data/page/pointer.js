/* The pointer on the map: hover tells what lies there, a click opens it. */

D.Pointer = class {
  constructor(map, model, state, marks) {
    Object.assign(this, { map, model, state, marks });
    map.on("mousemove", (event) => this.over(event));
    map.on("mouseout", () => { D.emit("hover", -1); D.emit("tip", null); });
    map.on("click", (event) => this.click(event));
  }

  over(event) {
    const { map, marks } = this, mark = marks.at(event.layerPoint), row = mark ? mark.row : -1;
    map.getContainer().style.cursor = mark ? "pointer" : "";
    if (row !== marks.hovered) D.emit("hover", row);
    D.emit("tip", mark && { ...this.place(event), ...this.told(mark) });
  }

  place(event) {
    const box = this.map.getContainer().getBoundingClientRect();
    return { x: box.left + event.containerPoint.x, y: box.top + event.containerPoint.y - 10 };
  }

  told({ row, cluster, count }) {
    const { model } = this;
    if (cluster !== null) return { title: D.plural(count, "incident"), lines: ["Click to look closer"] };
    return { title: model.titleOf(row), lines: [`${model.when(row)} · ${model.where(row)}`, D.precisions[model.precision(row)]] };
  }

  click(event) {
    const { map, model, state, marks } = this, mark = marks.at(event.layerPoint);
    if (!mark) return;
    D.emit("tip", null);
    if (mark.cluster === null) {
      if (model.get(mark.row, "article") >= 0) D.emit("panel", "text");
      state.select(mark.row, { again: true, clear: true });
      return;
    }
    const { opensAt, rows } = marks.clusters.opened(mark.cluster);
    if (opensAt <= map.getMaxZoom() && opensAt > map.getZoom()) map.setView(event.latlng, opensAt, { animate: !D.still() });
    else D.emit("together", rows);
  }
};
