// The virtual list: as many rows as fit, whatever the number of assets; selection, keys.

import { assets } from "../core/assets.js";
import { h } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { Head } from "./columns.js";
import { Row } from "./row.js";

const BEYOND = 6; // rows drawn above and below what is seen
const STILL_AFTER_MS = 90; // waveforms wait until the list stands
const MOST_SELECTED = 1000;
const MOST_ZOOM = 8;
/**
 * Events: "active" (another row has the focus), "selection", "open" (Enter), "sort" (a header was clicked; detail).
 */
export class List extends EventTarget {
  active = 0;
  selected = new Map(); // id: asset
  #results;
  #rows = [];
  #activeId = "";
  #anchor = 0;
  #scale = MOST_ZOOM;
  #still = true;
  #stillTimer = 0;
  #drawing = 0;

  constructor(results) {
    super();
    this.#results = results;
    this.#build();
    results.addEventListener("reset", () => this.#reset());
    results.addEventListener("rows", () => this.#refreshed());
    player.addEventListener("change", () => this.#rows.forEach((row) => row.sounding()));
    assets.onChange((asset) => this.selected.has(asset.id) && this.selected.set(asset.id, asset));
    new ResizeObserver(() => this.#draw()).observe(this.grid);
    describeKeys("Library", [
      ["↑ ↓", "move and hear"],
      ["Shift ↑ ↓", "select more"],
      ["Ctrl A", "select all"],
      ["Space", "play the row"],
      ["1–5 0", "rate, clear"],
      ["F", "favourite"],
      ["C", "comment at the position"],
      ["Enter", "open the detail"],
      ["Del", "move to the trash"],
      ["Ctrl Z", "undo"],
      ["/", "search"],
    ]);
  }

  get asset() {
    return this.#results.at(this.active);
  }

  /** What bulk actions are about: the selected assets, else none. */
  get chosen() {
    return [...this.selected.values()];
  }

  focus() {
    this.grid.focus({ preventScroll: true });
  }

  /** Makes an asset of the list the active one, if it was fetched. */
  reveal(id) {
    const index = this.#results.indexOf(id);
    if (index >= 0) this.#moveTo(index, { hear: false });
    return index >= 0;
  }

  clearSelection() {
    this.selected.clear();
    this.#selectionChanged();
  }

  async selectAll() {
    const all = await this.#results.all(MOST_SELECTED);
    this.selected = new Map(all.map((asset) => [asset.id, asset]));
    this.#selectionChanged();
    if (this.#results.total > all.length)
      toast(`The first ${all.length.toLocaleString("en-US")} are selected; more cannot be changed at once`, { kind: "info" });
  }

  #build() {
    this.head = new Head({ onSort: (key) => this.#tell("sort", key), onAll: () => this.#toggleAll() });
    this.rail = h("div", { class: "lib-rail", role: "rowgroup" });
    this.grid = h(
      "div",
      {
        class: "lib-grid st-scroll",
        role: "grid",
        tabindex: 0,
        "aria-label": "Assets",
        "aria-multiselectable": "true",
        onscroll: () => this.#scrolled(),
      },
      h("div", { class: "lib-head-group", role: "rowgroup" }, this.head.element),
      this.rail,
    );
    this.grid.addEventListener("keydown", (event) => this.#pressed(event));
    this.element = this.grid;
  }

  /** The height in which rows are seen: the head stays at the top. */
  get #seen() {
    return this.grid.clientHeight - this.head.element.offsetHeight;
  }

  get #rowHeight() {
    return this.#rows[0]?.element.offsetHeight || Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--st-h-row")) || 36;
  }

  #reset() {
    this.active = this.#anchor = 0;
    this.#activeId = "";
    this.#scale = MOST_ZOOM;
    this.grid.scrollTop = 0;
    this.selected.clear();
    this.#selectionChanged();
    this.#draw();
    this.#tell("active");
  }

  /** New assets come in above: the active one stays the active one, and stays where it is seen. */
  #refreshed() {
    const now = this.#activeId ? this.#results.indexOf(this.#activeId) : -1;
    const moved = now >= 0 ? now - this.active : 0;
    this.active = now >= 0 ? now : Math.max(0, Math.min(this.active, this.#results.total - 1));
    this.#anchor += moved;
    if (moved && this.grid.scrollTop > 0) this.grid.scrollTop += moved * this.#rowHeight;
    this.#draw();
    this.#tell("active");
  }

  #scrolled() {
    this.#still = false;
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => {
      this.#still = true;
      this.#draw();
    }, STILL_AFTER_MS);
    this.#drawing ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    const total = this.#results.total;
    const height = this.#rowHeight;
    const seen = this.#seen;
    this.grid.setAttribute("aria-rowcount", total + 1);
    this.rail.style.height = `${total * height}px`;
    if (!seen) return;
    const first = Math.max(0, Math.floor(this.grid.scrollTop / height) - BEYOND);
    const last = Math.min(total - 1, Math.ceil((this.grid.scrollTop + seen) / height) + BEYOND);
    this.#fit(Math.max(0, last - first + 1));
    const free = new Set(this.#rows);
    const places = new Map();
    // A row that stays in view keeps its element, so that nothing is drawn twice.
    for (const row of this.#rows) {
      if (row.index < first || row.index > last || places.has(row.index)) continue;
      places.set(row.index, row);
      free.delete(row);
    }
    const spare = [...free];
    this.#zoom(first, last);
    for (let index = first; index <= last; index++) this.#place(places.get(index) || spare.pop(), index, height);
    for (const row of spare) row.element.hidden = true;
    if (this.#still) this.#inOrder();
    const drawn = this.#rows.find((row) => row.index === this.active && !row.element.hidden);
    this.#activeId = this.asset?.id || this.#activeId;
    if (drawn) this.grid.setAttribute("aria-activedescendant", drawn.element.id);
    else this.grid.removeAttribute("aria-activedescendant");
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
    for (let index = first; index <= last; index++) highest = Math.max(highest, 10 ** ((this.#results.at(index)?.quality.peak_db ?? -200) / 20));
    if (highest > 0) this.#scale = Math.max(1, Math.min(this.#scale, 2 ** Math.floor(Math.log2(0.99 / highest))));
    this.head.showScale(this.#scale);
  }

  #place(row, index, height) {
    const asset = this.#results.at(index);
    row.element.hidden = false;
    row.show(index, asset, {
      top: index * height,
      active: index === this.active,
      selected: Boolean(asset) && this.selected.has(asset.id),
      still: this.#still,
      scale: this.#scale,
    });
  }

  #fit(count) {
    while (this.#rows.length < count) {
      const row = new Row(
        { pick: (event, one) => this.#picked(event, one), tick: (one, event) => this.#ticked(one, event), play: (one) => this.play(one.index) },
        `lib-row-${this.#rows.length}`,
      );
      this.#rows.push(row);
      this.rail.append(row.element);
    }
  }

  /** Plays or pauses the asset at a place. */
  play(index = this.active) {
    const asset = this.#results.at(index);
    if (!asset) return;
    if (index !== this.active) this.#moveTo(index, { hear: false });
    if (player.isCurrent(asset)) player.toggle();
    else player.play(asset, { list: this.#results.around(index) });
  }

  #moveTo(index, { hear = true, extend = false } = {}) {
    const to = Math.max(0, Math.min(this.#results.total - 1, index));
    if (this.#results.total === 0) return;
    this.active = to;
    this.#activeId = this.asset?.id || "";
    if (!extend) this.#anchor = to;
    this.#intoView(to);
    this.#draw();
    this.#tell("active");
    if (extend) this.#selectRange();
    if (hear && player.playing && !player.source) this.#hear(to);
  }

  async #hear(index) {
    const asset = await this.#results.sure(index);
    if (asset && index === this.active && !player.isCurrent(asset)) player.play(asset, { list: this.#results.around(index) });
  }

  async #selectRange() {
    const [from, to] = [this.#anchor, this.active];
    const found = await this.#results.range(from, to);
    if (from !== this.#anchor || to !== this.active) return;
    this.selected = new Map(found.map((asset) => [asset.id, asset]));
    this.#selectionChanged();
  }

  #intoView(index) {
    const height = this.#rowHeight;
    const top = index * height;
    const seen = this.#seen;
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (top + height > this.grid.scrollTop + seen) this.grid.scrollTop = top + height - seen;
  }

  #picked(event, row) {
    if (event.target.closest("button, input, .st-stars-live")) return;
    if (event.shiftKey) {
      event.preventDefault();
      this.focus();
      return this.#moveTo(row.index, { hear: false, extend: true });
    }
    if ((event.ctrlKey || event.metaKey) && row.asset) this.#toggle(row.asset);
    setTimeout(() => this.focus(), 0);
    this.#moveTo(row.index, { hear: false });
  }

  #ticked(row, event) {
    if (!row.asset) return;
    if (event.shiftKey) return this.#moveTo(row.index, { hear: false, extend: true });
    this.#toggle(row.asset);
    this.#moveTo(row.index, { hear: false });
    this.focus();
  }

  #toggle(asset) {
    if (this.selected.has(asset.id)) this.selected.delete(asset.id);
    else this.selected.set(asset.id, asset);
    this.#selectionChanged();
  }

  #toggleAll() {
    if (this.selected.size) this.clearSelection();
    else this.selectAll().catch((error) => toast(error.message, { kind: "bad" }));
  }

  #selectionChanged() {
    const n = this.selected.size;
    this.head.showSelected(n, this.#results.total);
    this.#draw();
    this.#tell("selection");
  }

  #pressed(event) {
    if (event.target !== this.grid && !event.target.closest(".lib-rail")) return;
    if (event.ctrlKey || event.metaKey) return this.#pressedWithCtrl(event);
    if (event.altKey) return;
    const page = Math.max(1, Math.floor(this.#seen / this.#rowHeight) - 1);
    const to = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.#results.total - 1,
    }[event.key];
    if (to !== undefined) this.#moveTo(to, { extend: event.shiftKey });
    else if (!this.#act(event)) return;
    event.preventDefault();
  }

  #pressedWithCtrl(event) {
    if (event.key.toLowerCase() === "a") this.selectAll().catch((error) => toast(error.message, { kind: "bad" }));
    else if (event.key === " " && this.asset) this.#toggle(this.asset);
    else return;
    event.preventDefault();
  }

  #act(event) {
    const asset = this.asset;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Escape" && this.selected.size) this.clearSelection();
    else if (key === " ") event.repeat || this.play();
    else if (key === "Enter") this.#tell("open");
    else if (key === "c") this.#tell("comment");
    else if (key === "Delete") this.#tell("trash");
    else if (key === "f" && asset) assets.favourite(asset.id, !asset.review.favourite);
    else if (/^[0-5]$/.test(key) && asset) assets.rate(asset.id, Number(key));
    else return false;
    return true;
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
