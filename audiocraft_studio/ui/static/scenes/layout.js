// Where the scenes of a project stand in their picture: a tree of parents, rows in the order of names.

const [WIDTH, HEIGHT, INDENT, GAP] = [132, 28, 28, 10];
const BULGE = 38; // of an arrow to the next lane
const MARGIN = 4;

/** The scenes with their depth, each after its parent: [{scene, depth}]. Who has no parent here stands at the top. */
export function tree(scenes) {
  const ids = new Set(scenes.map((scene) => scene.id));
  const parentOf = (scene) => (ids.has(scene.parent) ? scene.parent : null);
  const below = (parent, depth) => scenes.filter((one) => parentOf(one) === parent).flatMap((scene) => [{ scene, depth }, ...below(scene.id, depth + 1)]);
  return below(null, 0);
}

/** {nodes: [{scene, x, y, width, height}], branches: [path], arrows: [{path, tip, x, y, seconds}], width, height} */
export function graphLayout(scenes) {
  const nodes = tree(scenes).map(({ scene, depth }, i) => ({ scene, x: MARGIN + depth * INDENT, y: MARGIN + i * (HEIGHT + GAP), width: WIDTH, height: HEIGHT }));
  const of = new Map(nodes.map((node) => [node.scene.id, node]));
  const branches = nodes.filter((node) => of.has(node.scene.parent)).map((node) => branch(of.get(node.scene.parent), node));
  const right = Math.max(0, ...nodes.map((node) => node.x + node.width));
  const pairs = nodes.flatMap((node) => (node.scene.transitions || []).filter((one) => of.has(one.to)).map((one) => [node, of.get(one.to), one.seconds]));
  const arrows = pairs.map(([from, to, seconds], i) => arrow(from, to, seconds, right + BULGE * (i + 1)));
  return { nodes, branches, arrows, width: right + BULGE * (pairs.length + 1) + 48, height: nodes.length * (HEIGHT + GAP) + 2 * MARGIN };
}

function branch(parent, child) {
  const x = parent.x + INDENT / 2;
  return `M${x} ${parent.y + HEIGHT}V${child.y + HEIGHT / 2}H${child.x}`;
}

/** Out on the right, along a lane of its own, back in below or above the middle: two ways never lie on each other. */
function arrow(from, to, seconds, lane) {
  const shift = from.y < to.y ? 5 : -5;
  const [y1, y2] = [from.y + HEIGHT / 2 + shift, to.y + HEIGHT / 2 - shift];
  const end = to.x + to.width;
  return {
    path: `M${from.x + from.width} ${y1}H${lane}V${y2}H${end}`,
    tip: `M${end + 6} ${y2 - 4}L${end} ${y2}L${end + 6} ${y2 + 4}`,
    x: lane + 3,
    y: (y1 + y2) / 2 - 8,
    seconds,
  };
}
