// Where the nodes of a lineage stand and how their lines run: generations from the oldest down, wide ones in several
// lines, and every line of the graph in the gaps between the nodes. Plain numbers, in pixels; nothing is drawn here.

export const NODE_H = 28;
const LABEL_H = 16; // room above a node for the word on its line
const GAP_X = 16; // holds the lines that run past a row of nodes
const GAP_Y = 12;
const IN = 4; // lines into nodes run this far above and left of those that leave, so that they can be told apart
const NARROWEST = 128;
const WIDEST = 208;
const EDGE_X = 14; // lines leave and enter a node this far from its left edge

/**
 * nodes: [{id, generation}], edges: [{parent, child, how}], width: of the picture.
 * Gives {nodes: [{…, x, y, width, row, column}], edges: [{…, points: [[x, y], …]}], labels: [{text, x, y, width}], height}.
 */
export function layOut({ nodes, edges }, width) {
  const how = hows(edges);
  const placed = place(ranked(nodes, edges), how, width);
  const by = new Map(placed.nodes.map((node) => [node.id, node]));
  const lines = edges.filter(({ parent, child }) => by.get(parent)?.generation < by.get(child)?.generation);
  return {
    nodes: placed.nodes,
    edges: lines.map((edge) => ({ ...edge, points: route(by.get(edge.parent), by.get(edge.child)) })),
    labels: labels(placed.nodes),
    height: placed.height,
  };
}

/** Relatives that are as far away as each other may be each other's parents: then the parent moves up or the child down. */
function ranked(nodes, edges) {
  const found = new Map(nodes.map((node) => [node.id, { ...node }]));
  for (let turn = 0; turn < nodes.length; turn++) {
    for (const edge of edges) {
      const [parent, child] = [found.get(edge.parent), found.get(edge.child)];
      if (!parent || !child || parent.generation < child.generation) continue;
      if (child.generation > 0) child.generation = parent.generation + 1;
      else parent.generation = child.generation - 1;
    }
  }
  return [...found.values()];
}

/** What stands on the lines into each node: "layer", or "layer, loop" where there are several kinds. */
function hows(edges) {
  const found = new Map();
  for (const { child, how } of edges) found.set(child, (found.get(child) || new Set()).add(how));
  return new Map([...found].map(([child, all]) => [child, [...all].join(", ")]));
}

function place(nodes, how, width) {
  const rows = generations(nodes, how);
  const placed = [];
  let y = 0;
  for (const row of rows) {
    const columns = Math.max(1, Math.min(row.length, Math.floor((width + GAP_X) / (NARROWEST + GAP_X))));
    const wide = Math.min(WIDEST, (width - (columns - 1) * GAP_X - GAP_X / 2) / columns);
    for (let first = 0; first < row.length; first += columns) {
      const line = row.slice(first, first + columns);
      const before = first ? row[first - 1].how : "";
      const said = line.map((node, i) => (node.how === (i ? line[i - 1].how : before) ? "" : node.how));
      const top = y + (placed.length ? GAP_Y : 0) + (said.some(Boolean) ? LABEL_H : 0);
      const entry = y + (placed.length ? GAP_Y - IN : 0);
      const x = (i) => GAP_X / 2 + i * (wide + GAP_X);
      line.forEach((node, i) => placed.push({ ...node, said: said[i], x: x(i), y: top, entry, width: wide, first: first === 0 }));
      y = top + NODE_H;
    }
    const bottom = y;
    for (const node of placed.slice(-row.length)) node.bottom = bottom;
    y += GAP_Y;
  }
  return { nodes: placed, height: Math.max(0, y - GAP_Y) + 1 };
}

/** The nodes of each generation, oldest first; those that were made in the same way stand together. */
function generations(nodes, how) {
  const found = new Map();
  for (const node of nodes) {
    const all = found.get(node.generation) || [];
    all.push({ ...node, how: how.get(node.id) || "" });
    found.set(node.generation, all);
  }
  const order = [...found.keys()].sort((a, b) => a - b);
  return order.map((generation) => {
    const kinds = [...new Set(found.get(generation).map((node) => node.how))];
    return found.get(generation).sort((a, b) => kinds.indexOf(a.how) - kinds.indexOf(b.how));
  });
}

/** From the bottom of the parent to the top of the child, through the gaps left of the nodes. */
function route(parent, child) {
  const [from, to] = [parent.x + EDGE_X, child.x + EDGE_X];
  const points = [[from, parent.y + NODE_H]];
  let x = from;
  const turn = (nextX, y) => {
    if (nextX !== x) points.push([x, y], [nextX, y]);
    x = nextX;
  };
  const below = parent.bottom + IN;
  const far = child.generation - parent.generation > 1; // past the generations between, along the edge of the picture
  const last = parent.y + NODE_H === parent.bottom;
  if (!last) turn(parent.x - IN + 0.5, parent.y + NODE_H + IN);
  if (far || !child.first) turn(far ? 0.5 : child.x - GAP_X / 2 + 0.5, below);
  turn(to, child.entry);
  return [...points, [to, child.y]];
}

function labels(nodes) {
  const beside = EDGE_X + 6;
  return nodes.filter((node) => node.said).map((node) => ({ text: node.said, x: node.x + beside, y: node.y - 5, width: node.width - beside }));
}
