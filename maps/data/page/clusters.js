/* Incidents that lie close together at this zoom count as one (Supercluster, https://github.com/mapbox/supercluster). */

const FAMILIES = Object.keys(D.families);
const CLUSTERED_ABOVE = 250;

D.Clusters = class {
  constructor(model) {
    this.model = model;
    this.index = null;
  }

  load(rows) {
    const { model } = this;
    const points = [];
    for (const i of rows) {
      if (!model.located(i)) continue;
      const [lon, lat] = D.degrees(model.x[i], model.y[i]);
      points.push({
        type: "Feature",
        properties: { row: i, family: FAMILIES.indexOf(model.kind(i).family), sure: model.sure[i] },
        geometry: { type: "Point", coordinates: [lon, lat] },
      });
    }
    this.count = points.length;
    this.index = new Supercluster({
      radius: points.length > CLUSTERED_ABOVE ? 52 : 24,
      maxZoom: 16,
      map: ({ family, sure }) => ({ families: FAMILIES.map((_, f) => (f === family ? 1 : 0)), sure }),
      reduce: (sum, more) => {
        sum.families = sum.families.map((n, f) => n + more.families[f]);
        sum.sure = Math.max(sum.sure, more.sure);
      },
      extent: 256,
    }).load(points);
  }

  /* What stands in the view: [{x, y, rows: null | count, row, families, sure}] in unit-square coordinates. */
  within(view) {
    const [west, north] = D.degrees(view.west, Math.max(0, view.north)), [east, south] = D.degrees(view.east, Math.min(1, view.south));
    const box = view.east - view.west >= 1 ? [-180, south, 180, north] : [west, south, east, north];
    return this.index.getClusters(box, Math.round(view.zoom)).map((feature) => {
      const [lon, lat] = feature.geometry.coordinates, [x, y] = D.mercator(lon, lat), given = feature.properties;
      return given.cluster
        ? { x, y, cluster: given.cluster_id, count: given.point_count, families: given.families, sure: given.sure, row: -1 }
        : { x, y, cluster: null, count: 1, families: null, sure: given.sure, row: given.row };
    });
  }

  rowsOf(cluster, limit) {
    return this.index.getLeaves(cluster, limit || Infinity).map((leaf) => leaf.properties.row);
  }

  /* The zoom at which a cluster falls apart; 17 when its incidents share one place. */
  opensAt(cluster) { return this.index.getClusterExpansionZoom(cluster); }
};

D.familyNames = FAMILIES;
