// The cells of the open grid: table or rows, pages, the focus and where keys move it, the one scale.

import { button, h, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { CellView } from "./cell.js";
import { flowLayout, isTable, stepFrom, tableLayout } from "./layout.js";
import { cellProgress } from "./store.js";
import { axesOf, axisValue, changesOf } from "./words.js";

const MOST_ZOOM = 8;
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-Infinity, 0], End: [Infinity, 0] };
const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

export class GridView {
  #grids;
  #acts;
  #chosen;
  #views = [];
  #layout = { rows: [], columns: 0 };
  #arranged = "";
  #heads = [];
  #picksOnly = false;
  #page = 0;
  focused = 0;

  /** onFocus(cell) hears which cell has the focus or was clicked; onKey(event, cell) of keys that do not move it. */
  constructor(grids, acts, chosen, { onFocus, onKey }) {
    this.#grids = grids;
    this.#acts = acts;
    this.#chosen = chosen;
    this.onFocus = onFocus;
    this.pages = h("div", { class: "var-pages st-row st-wrap", role: "group", "aria-label": "Pages", hidden: true });
    this.grid = h("div", { class: "var-grid", role: "grid", "aria-multiselectable": "true", "aria-label": "Variations" });
    this.element = h("div", { class: "var-board" }, this.pages, this.grid);
    this.grid.addEventListener("keydown", (event) => this.#pressed(event, onKey));
    this.grid.addEventListener("focusin", (event) => this.#touched(event));
    this.grid.addEventListener("pointerdown", (event) => event.target.closest(".var-cell")?.focus({ preventScroll: true }));
    this.grid.addEventListener("click", (event) => this.#clicked(event), true);
    this.grid.addEventListener("dblclick", (event) => this.#acts.play(this.#cellOf(event.target)));
    chosen.addEventListener("change", () => this.#views.forEach((view, i) => view.choose(chosen.has(i))));
    player.addEventListener("change", () => this.#views.forEach((view) => view.playing()));
    new ResizeObserver(() => this.#arrange()).observe(this.element);
  }

  /** Draws another grid. */
  show() {
    const grid = this.#grids.current;
    this.#views.forEach((view) => view.destroy());
    this.#views = (grid?.cells || []).map(() => new CellView(this.#acts));
    this.grid.setAttribute("aria-label", grid ? `Variations: ${grid.title}` : "Variations");
    this.#arranged = "";
    this.#page = this.focused = 0;
    this.refresh();
  }

  /** Shows the cells as they are now. */
  refresh() {
    const grid = this.#grids.current;
    if (!grid || this.#views.length !== grid.cells.length) return;
    const shared = { scale: this.zoom, progress: cellProgress(grid), eta_s: this.#eta(grid) };
    const [table, axes] = [isTable(grid), axesOf(grid)];
    grid.cells.forEach((cell, i) => {
      const changes = changesOf(grid, cell);
      // A table says the axes at its edges; a seed of its own stands in the cell where there is nothing else to say.
      const said = (table || !axes.length ? changes.slice(axes.length) : changes.slice(0, axes.length)).map(([, text]) => text).join(" · ");
      this.#views[i].update(cell, { ...shared, changes, said });
    });
    this.#arrange();
    this.#filter();
    this.onFocus(this.cell);
  }

  /** Only the cells that are being made. */
  progress() {
    const grid = this.#grids.current;
    const share = cellProgress(grid);
    grid.cells.forEach((cell, i) => cell.state === "running" && this.#views[i]?.progress(share, this.#eta(grid)));
  }

  #eta(grid) {
    const share = cellProgress(grid);
    const left = grid.job?.eta_s;
    if (!left || grid.job.progress >= 1) return null;
    // Time left for the whole job, shared out: what this cell still needs of what the job still needs.
    const running = grid.cells.filter((cell) => cell.state === "running").length;
    return (left * (1 - share) * running) / Math.max(1e-6, grid.cells.length * (1 - grid.job.progress));
  }

  /** One factor for all waveforms, in steps of two, so that quiet grids can be read and compared. */
  get zoom() {
    const highest = Math.max(0, ...this.#acts.sounds().map((asset) => 10 ** (asset.quality.peak_db / 20)));
    if (!highest) return 1;
    return Math.max(1, Math.min(MOST_ZOOM, 2 ** Math.floor(Math.log2(0.99 / highest))));
  }

  get picksOnly() {
    return this.#picksOnly;
  }

  set picksOnly(on) {
    this.#picksOnly = on;
    this.#arrange();
    this.#filter();
  }

  get cell() {
    return this.#grids.current?.cells[this.focused] || null;
  }

  /** The element of the cell that has the focus, or had it last. */
  get place() {
    return this.#views[this.focused]?.element ?? this.element;
  }

  /** Puts the focus on a cell, on its page. */
  focus(index = this.focused) {
    const cell = this.#grids.current?.cells[index];
    if (!cell) return;
    this.focused = index;
    this.#turnTo(cell.page ?? 0);
    this.#filter();
    this.#views[index].element.focus({ preventScroll: true });
    this.#views[index].element.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#mark();
    this.onFocus(cell);
  }

  /** Another page of a grid with three axes, at the same column and row. */
  turn(by) {
    const grid = this.#grids.current;
    const to = this.#page + by;
    if (!grid?.pages?.[to]) return;
    const { x, y } = this.cell;
    const cell = grid.cells.find((one) => one.page === to && one.x === x && one.y === y);
    this.focus(cell.index);
    this.#acts.moveTo(cell);
  }

  #turnTo(page) {
    if (page === this.#page) return;
    this.#page = page;
    this.#arrange();
  }

  #cellOf(target) {
    const element = target.closest(".var-cell");
    return element ? this.#grids.current.cells[Number(element.dataset.index)] : null;
  }

  #touched(event) {
    const cell = this.#cellOf(event.target);
    if (!cell || cell.index === this.focused) return;
    this.focused = cell.index;
    this.#filter();
    this.#mark();
    this.onFocus(cell);
  }

  /** A click with Ctrl chooses, and does nothing else. */
  #clicked(event) {
    const cell = (event.ctrlKey || event.metaKey) && this.#cellOf(event.target);
    if (!cell?.asset) return;
    event.stopPropagation();
    this.#chosen.toggle(cell.index);
  }

  #pressed(event, onKey) {
    if (event.altKey || event.metaKey || !event.target.matches(".var-cell")) return;
    const cell = this.#cellOf(event.target);
    const turn = { PageDown: 1, PageUp: -1 }[event.key];
    if (turn && this.#grids.current.pages?.length) this.turn(turn);
    else if (STEPS[event.key] && !event.shiftKey) this.#step(cell, ...STEPS[event.key], event.ctrlKey);
    else if (event.ctrlKey || !onKey(event, cell)) return;
    event.preventDefault();
    this.#prepareAround(this.cell);
  }

  /** With Ctrl, Home and End lead to the first and the last cell of all. */
  #step(cell, dx, dy, all) {
    const far = !Number.isFinite(dx);
    const seen = (one) => this.#seen(one);
    const shown = this.#layout.rows.flat().filter((one) => one && seen(one));
    const next = far && all ? shown.at(dx < 0 ? 0 : -1) : stepFrom(this.#layout, cell.index, dx, dy, seen);
    if (!next || next.index === cell.index) return;
    this.focus(next.index);
    this.#acts.moveTo(next);
  }

  /** Has the sounds around a cell ready, so that each is heard at once where one moves to it. */
  #prepareAround(cell) {
    for (const [x, y] of AROUND) this.#acts.prepare(stepFrom(this.#layout, cell.index, x, y, (one) => this.#seen(one)));
  }

  /** Whether a cell is to be seen: with "picks only" those that were picked. */
  #seen({ asset }) {
    return !this.#picksOnly || Boolean(asset && (asset.review.favourite || asset.review.status === "approved"));
  }

  /** Of the cells one can be reached by Tab. */
  #filter() {
    const grid = this.#grids.current;
    const onPage = (cell) => !isTable(grid) || cell.page === this.#page;
    const reachable = grid.cells.filter((cell) => onPage(cell) && this.#seen(cell));
    const entry = reachable.find((cell) => cell.index === this.focused) || reachable[0];
    grid.cells.forEach((cell, i) => {
      const { element } = this.#views[i];
      element.classList.toggle("var-off", !this.#seen(cell));
      element.tabIndex = cell === entry ? 0 : -1;
    });
  }

  #arrange() {
    const grid = this.#grids.current;
    if (!grid || !this.#views.length || !this.element.clientWidth) return;
    const table = isTable(grid);
    const cells = grid.cells.filter((cell) => this.#seen(cell));
    const height = this.element.parentElement?.clientHeight || 0;
    this.#layout = table ? tableLayout(grid, this.#page) : flowLayout(cells, this.element.clientWidth - 32, height);
    const places = this.#layout.rows.map((row) => row.map((cell) => cell?.index));
    const arranged = JSON.stringify([grid.id, this.#layout.wide, places]);
    if (arranged === this.#arranged) return;
    this.#arranged = arranged;
    const held = this.grid.contains(document.activeElement);
    this.grid.classList.toggle("var-table", table);
    this.grid.style.setProperty("--columns", this.#layout.wide ?? this.#layout.columns);
    put(this.grid, table && this.#drawHeads(grid), this.#layout.rows.map((row, y) => this.#drawRow(grid, row, y, table)));
    for (const view of this.#views) view.place(view.element.isConnected);
    this.grid.setAttribute("aria-rowcount", this.#layout.rows.length + Number(table));
    this.grid.setAttribute("aria-colcount", this.#layout.columns + Number(table));
    this.#drawPages(grid);
    this.#filter();
    this.#mark();
    if (held) this.place.focus({ preventScroll: true });
  }

  #drawHeads(grid) {
    const [x, y] = axesOf(grid);
    const down = grid.design.y && h("span", null, `${y.name} ↓`);
    const corner = h("div", { class: "var-corner", role: "columnheader" }, down, h("span", null, `${x.name} →`));
    this.#heads = grid.columns.map(({ label }) => head("columnheader", "var-col-head", axisValue(label)));
    return h("div", { class: "var-row", role: "row" }, corner, this.#heads);
  }

  #drawRow(grid, row, y, table) {
    const label = axisValue(grid.rows[y]?.label ?? "");
    const places = row.map((cell) => (cell ? this.#views[cell.index].element : h("div", { role: "gridcell" })));
    return h("div", { class: "var-row", role: "row" }, table && head("rowheader", "var-row-head", label), places);
  }

  #drawPages(grid) {
    const pages = grid.pages || [];
    this.pages.hidden = pages.length < 2;
    if (this.pages.hidden) return;
    const { name } = axesOf(grid).at(-1);
    const turners = pages.map(({ label }, i) => {
      const onclick = () => this.turn(i - this.#page);
      return button(axisValue(label), { class: "st-btn-small", "aria-pressed": String(i === this.#page), onclick });
    });
    put(this.pages, h("span", { class: "st-small st-3" }, name), turners);
  }

  /** The heads of the column and the row of the cell in focus stand out. */
  #mark() {
    const { cell } = this;
    this.#heads.forEach((head, x) => head.classList.toggle("var-on", x === cell?.x));
    this.grid.querySelectorAll(".var-row-head").forEach((head, y) => head.classList.toggle("var-on", y === cell?.y));
  }
}

/** The head of a column or a row. */
function head(role, name, label) {
  return h("div", { class: name, role, title: label }, h("span", null, label));
}
