// What varies, in words.

/** A value of an axis as the screen writes numbers: with a true minus. */
export function axisValue(label) {
  return label.replace(/^-(?=[\d.])/, "−").replace(/ to -(?=[\d.])/, " to −");
}

/** What varies in a grid besides the seed: [{what, name}], by the names that its model gave them. */
export function axesOf({ design, names = {} }) {
  if (design.kind === "axes") {
    const fields = ["x", "y", "page"].filter((field) => design[field]);
    return fields.map((field) => ({ what: design[field].what, name: names[field] ?? design[field].what }));
  }
  if (design.kind === "random") return design.draws.map(({ what }, i) => ({ what, name: names[`draws.${i}`] ?? what }));
  return [];
}

/** Whether each cell of the grid has a seed of its own. */
function seedsDiffer(grid) {
  return new Set(grid.cells.map((cell) => cell.seed)).size > 1;
}

/** What was varied in a cell: [[name, text], …]; the seed only where it differs between cells and is no axis itself. */
export function changesOf(grid, cell) {
  const axes = axesOf(grid);
  const rows = axes.map(({ what, name }) => [name, axisValue(cell.values[what] ?? "")]);
  if (seedsDiffer(grid) && !axes.some(({ what }) => what === "seed")) rows.push(["Seed", String(cell.seed)]);
  return rows;
}
