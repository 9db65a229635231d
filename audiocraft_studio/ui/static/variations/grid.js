// The cells of the open grid: layout, keys, the one scale, the playhead that moves along with the focus.

import { assets } from "../core/assets.js";
import { h, put, roving } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { regenerate } from "../parts/again.js";
import { CellView } from "./cell.js";
import { cellProgress } from "./store.js";

const CELL_WIDTH = 116;
const CELL_HEIGHT = 147;
const FEWEST_COLUMNS = 4;
const GAP = 6;
const MOST_ZOOM = 8;

export class GridView {
  #grids;
  #views = [];
  #columns = 1;
  #moves;
  #picksOnly = false;
  focused = 0;

  /** onFocus(cell) hears which cell has the focus or was clicked. */
  constructor(grids, onFocus) {
    this.#grids = grids;
    this.onFocus = onFocus;
    this.element = h("div", { class: "var-grid", role: "grid", "aria-label": "Variations" });
    this.#moves = roving(this.element, () => this.#shown(), { columns: () => this.#columns, onMove: (item) => this.#moved(item) });
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    this.element.addEventListener("focusin", (event) => this.#touched(event));
    this.element.addEventListener("pointerdown", (event) => event.target.closest(".var-cell")?.focus({ preventScroll: true }));
    this.element.addEventListener("dblclick", (event) => this.#play(this.#cellOf(event.target)));
    new ResizeObserver(() => this.#arrange()).observe(this.element);
    player.addEventListener("change", () => this.#views.forEach((view) => view.playing()));
    describeKeys("Variations", [
      ["← ↑ ↓ →", "move; what plays moves along"],
      ["Space", "play the cell"],
      ["1–5 0", "rate, clear"],
      ["F", "favourite"],
      ["X", "reject and back"],
      ["R", "regenerate and compare"],
      ["Enter", "approve and back"],
    ]);
  }

  /** Draws another grid. */
  show() {
    const grid = this.#grids.current;
    this.#views.forEach((view) => view.destroy());
    const acts = {
      rate: (cell, n) => assets.rate(cell.asset.id, n),
      retry: () => this.retry(),
      list: () => this.#sounds(),
    };
    this.#views = (grid?.cells || []).map(() => new CellView(acts));
    this.element.setAttribute("aria-label", grid ? `Variations: ${grid.title}` : "Variations");
    this.#columns = 0;
    this.focused = 0;
    this.#arrange();
    this.refresh();
    if (this.#views[0]) this.#views[0].element.tabIndex = 0;
  }

  /** Shows the cells as they are now. */
  refresh() {
    const grid = this.#grids.current;
    if (!grid || this.#views.length !== grid.cells.length) return;
    const scale = this.zoom;
    const progress = cellProgress(grid);
    grid.cells.forEach((cell, i) => this.#views[i].update(cell, { scale, progress, eta_s: this.#eta(grid) }));
    this.#filter();
    this.onFocus(grid.cells[this.focused] || null);
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
    const peaks = (this.#grids.current?.cells || []).filter((cell) => cell.asset).map((cell) => 10 ** (cell.asset.quality.peak_db / 20));
    const highest = Math.max(0, ...peaks);
    if (!highest) return 1;
    return Math.max(1, Math.min(MOST_ZOOM, 2 ** Math.floor(Math.log2(0.99 / highest))));
  }

  set picksOnly(on) {
    this.#picksOnly = on;
    this.#filter();
  }

  get cell() {
    return this.#grids.current?.cells[this.focused] || null;
  }

  focus() {
    this.#views[this.focused]?.element.focus();
  }

  async retry() {
    try {
      await this.#grids.retry();
    } catch (error) {
      toast(error.message, { kind: "bad" });
    }
  }

  approve(cell = this.cell) {
    if (cell?.asset) assets.status(cell.asset.id, cell.asset.review.status === "approved" ? "take" : "approved");
  }

  reject(cell = this.cell) {
    if (cell?.asset) assets.status(cell.asset.id, cell.asset.review.status === "rejected" ? "take" : "rejected");
  }

  favourite(cell = this.cell) {
    if (cell?.asset) assets.favourite(cell.asset.id, !cell.asset.review.favourite);
  }

  regenerate(cell = this.cell) {
    if (cell?.asset) regenerate(cell.asset, this.path(cell));
  }

  /** Where a cell is made again. */
  path(cell = this.cell) {
    return `/grids/${this.#grids.current.id}/cells/${cell.index}/regenerate`;
  }

  #sounds() {
    return this.#grids.current.cells.filter((cell) => cell.asset).map((cell) => cell.asset);
  }

  #shown() {
    return this.#views.map((view) => view.element).filter((element) => !element.hidden);
  }

  #filter() {
    for (const view of this.#views) {
      const review = view.cell?.asset?.review;
      view.element.hidden = this.#picksOnly && !(review && (review.favourite || review.status === "approved"));
    }
    this.#moves.refresh();
  }

  #cellOf(target) {
    const element = target.closest(".var-cell");
    return element ? this.#grids.current.cells[Number(element.dataset.index)] : null;
  }

  #touched(event) {
    const cell = this.#cellOf(event.target);
    if (!cell || cell.index === this.focused) return;
    this.focused = cell.index;
    this.onFocus(cell);
  }

  /** Moving while one of these cells plays goes on in the next one, at the same position. */
  #moved(item) {
    const cell = this.#cellOf(item);
    item.scrollIntoView({ block: "nearest" });
    if (!cell?.asset || !player.playing || player.isCurrent(cell.asset)) return;
    if (!this.#sounds().some((asset) => player.isCurrent(asset))) return;
    player.play(cell.asset, { from: Math.min(player.position, cell.asset.duration_s), list: this.#sounds() });
  }

  #play(cell) {
    if (!cell?.asset) return;
    if (player.isCurrent(cell.asset)) player.toggle();
    else player.play(cell.asset, { list: this.#sounds() });
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(".var-cell")) return;
    const cell = this.#cellOf(event.target);
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = {
      " ": () => this.#play(cell),
      f: () => this.favourite(cell),
      x: () => this.reject(cell),
      r: () => this.regenerate(cell),
      Enter: () => (cell.asset ? this.approve(cell) : ["failed", "cancelled"].includes(cell.state) && this.retry()),
    }[key];
    if (act) {
      if (!event.repeat) act();
    } else if (/^[0-5]$/.test(key)) {
      if (cell.asset) assets.rate(cell.asset.id, Number(key));
    } else return;
    event.preventDefault();
  }

  /** Few wide columns while all rows are seen at once; else as many as fit. Shared out evenly over the rows. */
  #arrange() {
    const n = this.#views.length;
    const width = this.element.clientWidth;
    if (!n || !width)
      return (
        this.#columns === 0 &&
        put(
          this.element,
          this.#views.map((view) => view.element),
        )
      );
    const most = Math.max(1, Math.floor((width + GAP) / (CELL_WIDTH + GAP)));
    const rowsSeen = Math.max(1, Math.floor(((this.element.parentElement?.clientHeight || 0) - 24 + GAP) / (CELL_HEIGHT + GAP)));
    const wanted = Math.min(most, Math.max(FEWEST_COLUMNS, Math.ceil(n / rowsSeen)));
    const columns = Math.ceil(n / Math.ceil(n / wanted));
    if (columns === this.#columns) return;
    const held = this.element.contains(document.activeElement);
    this.#columns = columns;
    this.element.style.setProperty("--columns", Math.max(columns, Math.min(most, FEWEST_COLUMNS)));
    const rows = [];
    for (let i = 0; i < n; i += columns)
      rows.push(
        h(
          "div",
          { class: "var-row", role: "row" },
          this.#views.slice(i, i + columns).map((view) => view.element),
        ),
      );
    put(this.element, rows);
    this.element.setAttribute("aria-rowcount", rows.length);
    this.element.setAttribute("aria-colcount", columns);
    this.#moves.refresh();
    if (held) this.focus();
  }
}
