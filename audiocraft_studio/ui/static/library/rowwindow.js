// The rows that are seen, whatever the number of assets: a few elements that change places while the list scrolls.

import { h } from "../core/dom.js";
import { Row } from "./row.js";

const BEYOND = 6; // rows drawn above and below what is seen
const STILL_AFTER_MS = 90; // waveforms wait until the list stands
const MOST_ZOOM = 8;

export class RowWindow {
  #grid;
  #head;
  #results;
  #handlers;
  #look;
  #rows = [];
  #scale = MOST_ZOOM;
  #still = true;
  #flying = false;
  #top = 0;
  #stillTimer = 0;
  #drawing = 0;

  /**
   * grid scrolls and holds `rail`, below head. handlers: as Row takes them. look(index, asset) says how a row looks:
   * {active, selected}.
   */
  constructor(grid, head, results, handlers, look) {
    this.#grid = grid;
    this.#head = head;
    this.#results = results;
    this.#handlers = handlers;
    this.#look = look;
    this.rail = h("div", { class: "lib-rail", role: "rowgroup" });
    grid.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.draw()).observe(grid);
  }

  get rowHeight() {
    const drawn = this.#rows[0]?.element.offsetHeight;
    return drawn || Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--st-h-row")) || 36;
  }

  /** How many whole rows are seen at once. */
  get pageRows() {
    return Math.max(1, Math.floor(this.#seen / this.rowHeight) - 1);
  }

  /** Back to the top, as for other results: the words first. */
  restart() {
    this.#scale = MOST_ZOOM;
    this.#grid.scrollTop = 0;
    this.#settle();
    this.draw();
  }

  /** Rows came in above: what is seen stays where it is seen. */
  shift(rows) {
    if (rows && this.#grid.scrollTop > 0) this.#grid.scrollTop += rows * this.rowHeight;
  }

  /** Scrolls as little as it takes to see the row at a place. */
  reveal(index) {
    const height = this.rowHeight;
    const top = index * height;
    const { scrollTop } = this.#grid;
    if (top < scrollTop) this.#grid.scrollTop = top;
    else if (top + height > scrollTop + this.#seen) this.#grid.scrollTop = top + height - this.#seen;
  }

  /** Shows which row sounds. */
  sounding() {
    for (const row of this.#rows) row.sounding();
  }

  draw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    const { total } = this.#results;
    const height = this.rowHeight;
    const seen = this.#seen;
    this.#grid.setAttribute("aria-rowcount", total + 1);
    this.rail.style.height = `${total * height}px`;
    if (!seen) return;
    const top = Math.floor(this.#grid.scrollTop / height);
    this.#results.look(top);
    this.#arrange(Math.max(0, top - BEYOND), Math.min(total - 1, Math.ceil((this.#grid.scrollTop + seen) / height) + BEYOND), height);
    if (this.#still) this.#inOrder();
    this.#pointAtActive();
  }

  /** The height in which rows are seen: the head stays at the top. */
  get #seen() {
    return this.#grid.clientHeight - this.#head.element.offsetHeight;
  }

  /** While the list flies by, what is only passed is not asked for. */
  #scrolled() {
    this.#flying = Math.abs(this.#grid.scrollTop - this.#top) > this.#seen;
    this.#top = this.#grid.scrollTop;
    this.#settle();
    this.#drawing ||= requestAnimationFrame(() => this.draw());
  }

  #settle() {
    this.#still = false;
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => {
      this.#still = true;
      this.#flying = false;
      this.draw();
    }, STILL_AFTER_MS);
  }

  /** A row that stays in view keeps its element, so that nothing is drawn twice. */
  #arrange(first, last, height) {
    this.#fit(Math.max(0, last - first + 1));
    const free = new Set(this.#rows);
    const places = new Map();
    for (const row of this.#rows) {
      if (row.index < first || row.index > last || places.has(row.index)) continue;
      places.set(row.index, row);
      free.delete(row);
    }
    const spare = [...free];
    this.#zoom(first, last);
    const shown = [];
    for (let index = first; index <= last; index++) shown.push(this.#place(places.get(index) || spare.pop(), index, height));
    for (const row of spare) row.element.hidden = true;
    if (this.#still) for (const row of shown) row.paint(this.#scale);
  }

  #place(row, index, height) {
    const asset = this.#results.at(index, { ask: !this.#flying });
    row.element.hidden = false;
    row.show(index, asset, { top: index * height, ...this.#look(index, asset) });
    return row;
  }

  /** Readers go through the rows in the order of the page, so that has to be the order of the list. */
  #inOrder() {
    const sorted = [...this.#rows].sort((a, b) => a.element.hidden - b.element.hidden || a.index - b.index);
    if (sorted.some((row, i) => row !== this.#rows[i])) this.rail.append(...sorted.map((row) => row.element));
    this.#rows = sorted;
  }

  /**
   * All waveforms of a list are drawn higher by the same factor, in steps of two, as far as the loudest sound met so
   * far allows. It only falls while one scrolls: a picture that was seen does not grow later.
   */
  #zoom(first, last) {
    let highest = 0;
    for (let index = first; index <= last; index++) {
      const asset = this.#results.at(index, { ask: false });
      highest = Math.max(highest, 10 ** ((asset?.quality.peak_db ?? -200) / 20));
    }
    if (highest > 0) this.#scale = Math.max(1, Math.min(this.#scale, 2 ** Math.floor(Math.log2(0.99 / highest))));
    this.#head.showScale(this.#scale);
  }

  #fit(count) {
    while (this.#rows.length < count) {
      const row = new Row(this.#handlers, `lib-row-${this.#rows.length}`);
      this.#rows.push(row);
      this.rail.append(row.element);
    }
  }

  #pointAtActive() {
    const drawn = this.#rows.find((row) => !row.element.hidden && row.element.classList.contains("lib-active"));
    if (drawn) this.#grid.setAttribute("aria-activedescendant", drawn.element.id);
    else this.#grid.removeAttribute("aria-activedescendant");
  }
}
