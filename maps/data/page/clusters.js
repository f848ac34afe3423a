/* Incidents that lie close together at this zoom count as one (Supercluster, https://github.com/mapbox/supercluster). */

const FAMILIES = Object.keys(D.families);
const CLUSTERED_ABOVE = 250;
const LISTED = 200; // rows of a cluster at most
const DEEPEST = 13, DEEPEST_OF_MANY = 8, MANY = 20000;

D.Clusters = class {
  constructor(model) {
    this.model = model;
    this.index = null;
    this.families = Uint8Array.from({ length: model.count }, (_, i) => FAMILIES.indexOf(model.kind(i).family));
  }

  load(rows) {
    const { model } = this;
    const points = [];
    for (const i of rows) {
      if (!model.located(i)) continue;
      const [lon, lat] = D.degrees(model.x[i], model.y[i]);
      points.push({
        type: "Feature",
        properties: { row: i, family: this.families[i] },
        geometry: { type: "Point", coordinates: [lon, lat] },
      });
    }
    this.count = points.length;
    // Each level costs a pass over all points; of very many, the deep levels are left to the eye.
    this.deepest = points.length > MANY ? DEEPEST_OF_MANY : DEEPEST;
    this.index = new Supercluster({
      radius: points.length > CLUSTERED_ABOVE ? 52 : 24,
      maxZoom: this.deepest,
      // Plain numbers, one a family: Supercluster copies these objects shallowly, once a point and level.
      map: ({ family: f }) => ({ f0: +(f === 0), f1: +(f === 1), f2: +(f === 2), f3: +(f === 3), f4: +(f === 4), f5: +(f === 5), f6: +(f === 6), f7: +(f === 7) }),
      reduce: (sum, more) => {
        sum.f0 += more.f0; sum.f1 += more.f1; sum.f2 += more.f2; sum.f3 += more.f3;
        sum.f4 += more.f4; sum.f5 += more.f5; sum.f6 += more.f6; sum.f7 += more.f7;
      },
      extent: 256,
    }).load(points);
  }

  /* What stands in the view: [{x, y, rows: null | count, row, families}] in unit-square coordinates. */
  within(view) {
    const [west, north] = D.degrees(view.west, Math.max(0, view.north)), [east, south] = D.degrees(view.east, Math.min(1, view.south));
    const box = view.east - view.west >= 1 ? [-180, south, 180, north] : [west, south, east, north];
    return this.index.getClusters(box, Math.round(view.zoom)).map((feature) => {
      const [lon, lat] = feature.geometry.coordinates, [x, y] = D.mercator(lon, lat), given = feature.properties;
      return given.cluster
        ? { x, y, cluster: given.cluster_id, count: given.point_count, families: FAMILIES.map((_, f) => given[`f${f}`]), row: -1 }
        : { x, y, cluster: null, count: 1, families: null, row: given.row };
    });
  }

  /* The zoom at which a cluster falls apart, Infinity when its incidents share one place; and the first of its rows. */
  opened(cluster) {
    const zoom = this.index.getClusterExpansionZoom(cluster);
    const rows = this.index.getLeaves(cluster, LISTED).map((leaf) => leaf.properties.row);
    return { opensAt: zoom > this.deepest + 1 ? Infinity : zoom, rows };
  }
};

D.familyNames = FAMILIES;
