// Makes src/avow/charts/world.svg from Natural Earth's shapes (world-atlas) and copies the accessibility checker for the tests.
// Run `npm ci && npm run build` here; the results are committed, so nobody else needs Node.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import iso from "i18n-iso-countries";

const require = createRequire(import.meta.url);
const root = new URL("../../", import.meta.url);
const WIDTH = 2000, HEIGHT = 960; // whole numbers in this box are fine enough for a page's width
const DOT = 7; // radius of a state too small to draw
const SMALL = 60; // projected area, in square units, below which a state becomes a dot
const CRUMB = 8; // islands smaller than this are left out of larger states
const FINE = 2; // projected area, in square units, of the smallest bend that is kept

const source = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));
const whole = feature(source, source.objects.countries).features;
const projection = geoEqualEarth().fitExtent([[6, 6], [WIDTH - 6, HEIGHT - 6]], { type: "FeatureCollection", features: whole.filter((f) => f.id !== "010") });
// Bends are weighed as the eye will see them: in degrees, the far north would keep more than the rest of the world.
const weighed = presimplify(source, (bend) => Math.abs(area(bend.map((point) => projection(point)))));
const world = simplify(weighed, FINE);
const EMPTY = new Set(["010", "239", "334", "260", "086", "074"]); // Antarctica and islands nobody lives on
const simple = feature(world, world.objects.countries).features.filter((f) => !EMPTY.has(f.id));

// Draws into whole numbers, each line relative to the last point; repeated points and crumbs fall away.
function drawing(geometry, least) {
  const rings = [];
  let ring;
  geoPath(projection, {
    moveTo: (x, y) => rings.push((ring = [[Math.round(x), Math.round(y)]])),
    lineTo: (x, y) => ring.push([Math.round(x), Math.round(y)]),
    closePath: () => {}, beginPath: () => {}, arc: () => {},
  })(geometry);
  let text = "";
  for (const points of rings) {
    const kept = points.filter((p, n) => n === 0 || p[0] !== points[n - 1][0] || p[1] !== points[n - 1][1]);
    if (kept.length > 1 && kept[0][0] === kept.at(-1)[0] && kept[0][1] === kept.at(-1)[1]) kept.pop();
    if (kept.length < 3 || Math.abs(area(kept)) < least) continue;
    let [x, y] = kept[0];
    text += `M${x} ${y}l`;
    text += kept.slice(1).map(([a, b]) => { const step = `${a - x}${b - y < 0 ? "" : " "}${b - y}`; x = a; y = b; return step; })
      .reduce((all, step) => all + (all && !step.startsWith("-") ? " " : "") + step, "");
    text += "z";
  }
  return text;
}
function area(points) {
  return points.reduce((sum, [x, y], n) => { const [a, b] = points[(n + 1) % points.length]; return sum + x * b - a * y; }, 0) / 2;
}
const largest = (geometry) => geometry.type === "Polygon" ? geometry
  : { type: "Polygon", coordinates: geometry.coordinates.reduce((best, part) => geoArea({ type: "Polygon", coordinates: part }) > geoArea({ type: "Polygon", coordinates: best }) ? part : best) };

const named = [], unnamed = [], dots = [];
const seen = new Set();
for (const [n, shape] of simple.entries()) {
  const code = shape.id ? iso.numericToAlpha3(shape.id) : undefined;
  const full = whole.find((f) => f.properties.name === shape.properties.name) ?? shape;
  const size = geoPath(projection).area(full);
  const original = full.geometry;
  if (code && !seen.has(code) && size < SMALL) {
    const [x, y] = projection(geoCentroid(largest(original)));
    dots.push(`<circle id="${code}" cx="${Math.round(x)}" cy="${Math.round(y)}" r="${DOT}"/>`);
    seen.add(code);
    continue;
  }
  const path = drawing(shape.geometry, CRUMB) || drawing(original, 1);
  if (!path) continue;
  if (code && !seen.has(code)) { named.push(`<path id="${code}" d="${path}"/>`); seen.add(code); }
  else unnamed.push(`<path d="${path}"/>`);
}
const style = "<style>@media (prefers-color-scheme:dark){.b0{fill:#332c36}.b1{fill:#47233c}.b2{fill:#6d3359}.b3{fill:#98497e}.b4{fill:#c877ab}.b5{fill:#f4c1e2}#countries,#lines{stroke:#161218}}</style>";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>World map</title>`
  + "<desc>Equal Earth projection. Shapes: Natural Earth, by way of world-atlas 2.0.2 (ISC).</desc>" + style
  + `<g id="countries" fill="#e9e4e3" stroke="#fbfaf7" stroke-width="1.6" stroke-linejoin="round">${unnamed.join("")}${named.join("")}${dots.join("")}</g></svg>\n`;
writeFileSync(new URL("src/avow/charts/world.svg", root), svg);
console.log(`world.svg: ${named.length} shapes, ${dots.length} dots, ${unnamed.length} without a code, ${svg.length} bytes, ${gzipSync(svg, { level: 9 }).length} packed`);

const tests = new URL("tests/ui/axe/", root);
mkdirSync(tests, { recursive: true });
for (const file of ["axe.min.js", "LICENSE"]) copyFileSync(require.resolve(`axe-core/${file}`), new URL(file, tests));
