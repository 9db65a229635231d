// Where each cell of a grid stands: a table where it has axes, else rows that fill the width.

const CELL_WIDTH = 116;
const CELL_HEIGHT = 147;
const FEWEST_COLUMNS = 4;
const GAP = 6;

/** Whether the grid has columns and rows of its own. */
export function isTable(grid) {
  return Boolean(grid?.columns?.length);
}

/** {rows: [[cell | null, …], …], columns}: the cells of a page of a table, by row and column. */
export function tableLayout(grid, pageIndex) {
  const rows = Array.from({ length: Math.max(1, grid.rows.length) }, () => Array(grid.columns.length).fill(null));
  for (const cell of grid.cells) if (cell.page === pageIndex) rows[cell.y][cell.x] = cell;
  return { rows, columns: grid.columns.length };
}

/**
 * The same for cells without axes, in a place of `width` × `height` CSS pixels: few wide columns while all rows are seen
 * at once, else as many as fit, shared out evenly over the rows. `wide`: how many columns to draw.
 */
export function flowLayout(cells, width, height) {
  const most = Math.max(1, Math.floor((width + GAP) / (CELL_WIDTH + GAP)));
  const rowsSeen = Math.max(1, Math.floor((height - 24 + GAP) / (CELL_HEIGHT + GAP)));
  const wanted = Math.min(most, Math.max(FEWEST_COLUMNS, Math.ceil(cells.length / rowsSeen)));
  const columns = Math.max(1, Math.ceil(cells.length / Math.ceil(cells.length / wanted)));
  const rows = [];
  for (let i = 0; i < cells.length; i += columns) rows.push(cells.slice(i, i + columns));
  return { rows, columns, wide: Math.max(columns, Math.min(most, FEWEST_COLUMNS)) };
}

/**
 * The cell that a step leads to from the cell of `index`, skipping those that `seen(cell)` denies; null at the edge.
 * dx, dy: −1, 0 or 1; Infinity for the last one that way.
 */
export function stepFrom({ rows }, index, dx, dy, seen) {
  const y = rows.findIndex((row) => row.some((cell) => cell?.index === index));
  if (y < 0) return null;
  const x = rows[y].findIndex((cell) => cell?.index === index);
  const [sx, sy] = [Math.sign(dx), Math.sign(dy)];
  const far = Math.abs(dx + dy) > 1;
  let found = null;
  for (let i = x + sx, j = y + sy; rows[j] && i >= 0 && i < rows[j].length; i += sx, j += sy) {
    if (!rows[j][i] || !seen(rows[j][i])) continue;
    found = rows[j][i];
    if (!far) break;
  }
  return found;
}
