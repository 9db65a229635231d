// The list: the row that has the focus, what is selected, what sounds.

import { attempt } from "../core/attempt.js";
import { h } from "../core/dom.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { Head } from "./columns.js";
import { describe, press } from "./listkeys.js";
import { RowWindow } from "./rowwindow.js";
import { Selection } from "./selection.js";

const MOST_IN_A_RANGE = 1000;

/**
 * Events: "active" (another row has the focus; detail: "found" where that is because of a new search), "sort" (a header
 * was clicked; detail: its key), "leave" (Esc with nothing selected), and what keys ask for: "open", "comment",
 * "favourite", "similar", "trash", "rate" (detail: 0..5).
 */
export class List extends EventTarget {
  active = 0;
  #results;
  #activeId = "";
  #anchor = 0;

  constructor(results) {
    super();
    this.#results = results;
    this.selection = new Selection(results);
    this.#build();
    results.addEventListener("reset", () => this.#reset());
    results.addEventListener("rows", () => this.#refreshed());
    this.selection.addEventListener("change", () => this.#selected());
    player.addEventListener("change", () => this.rows.sounding());
    describe();
  }

  /** The asset of the row with the focus; null while it is on its way. */
  get asset() {
    return this.#results.at(this.active);
  }

  get last() {
    return this.#results.total - 1;
  }

  get pageRows() {
    return this.rows.pageRows;
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** Makes an asset of the list the active one, if it was fetched. */
  reveal(id) {
    const index = this.#results.indexOf(id);
    if (index >= 0) this.moveTo(index, { hear: false });
    return index >= 0;
  }

  /** Plays or pauses the asset at a place. */
  play(index = this.active) {
    const asset = this.#results.at(index);
    if (!asset) return;
    if (index !== this.active) this.moveTo(index, { hear: false });
    if (player.isCurrent(asset)) player.toggle();
    else player.play(asset, { list: this.#results.around(index) });
  }

  /** Gives a row the focus; `extend` selects all between it and the row that had the focus without Shift last. */
  moveTo(index, { hear = true, extend = false } = {}) {
    const to = Math.max(0, Math.min(this.last, index));
    if (this.last < 0) return;
    this.active = to;
    this.#activeId = this.asset?.id || "";
    if (!extend) this.#anchor = to;
    this.rows.reveal(to);
    this.rows.draw();
    this.tell("active");
    if (extend) attempt(() => this.#selectRange());
    if (hear && player.playing && !player.source) this.#hear(to);
  }

  /** Whether Esc was of use: it ends the selection, else what is shown instead of the library. */
  escape() {
    if (this.selection.size) this.selection.clear();
    else if (this.#results.likeness) this.tell("leave");
    else return false;
    return true;
  }

  tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #build() {
    this.head = new Head({ onSort: (key) => this.tell("sort", key), onAll: () => this.#toggleAll() });
    this.element = h("div", {
      class: "lib-grid st-scroll",
      role: "grid",
      tabindex: 0,
      "aria-label": "Assets",
      "aria-multiselectable": "true",
      onkeydown: (event) => (event.target === this.element || event.target.closest(".lib-rail")) && press(event, this),
    });
    const handlers = {
      pick: (event, row) => this.#picked(event, row),
      tick: (row, event) => this.#ticked(row, event),
      play: (row) => this.play(row.index),
    };
    const look = (index, asset) => ({ active: index === this.active, selected: Boolean(asset) && this.selection.has(asset.id) });
    this.rows = new RowWindow(this.element, this.head, this.#results, handlers, look);
    this.element.append(h("div", { class: "lib-head-group", role: "rowgroup" }, this.head.element), this.rows.rail);
  }

  #reset() {
    this.active = this.#anchor = 0;
    this.selection.clear();
    this.rows.restart();
    this.#activeId = this.asset?.id || "";
    this.head.showSelected(0, this.#results.total);
    this.tell("active", "found");
  }

  /** New assets come in above: the active one stays the active one, and stays where it is seen. */
  #refreshed() {
    const now = this.#activeId ? this.#results.indexOf(this.#activeId) : -1;
    const moved = now >= 0 ? now - this.active : 0;
    this.active = now >= 0 ? now : Math.max(0, Math.min(this.active, this.last));
    this.#anchor += moved;
    this.rows.shift(moved);
    if (!this.selection.size) this.selection.clear();
    this.#selected();
    this.#activeId = this.asset?.id || this.#activeId;
    this.tell("active");
  }

  async #hear(index) {
    const asset = await this.#results.sure(index);
    if (asset && index === this.active && !player.isCurrent(asset)) player.play(asset, { list: this.#results.around(index) });
  }

  async #selectRange() {
    const [from, to] = [this.#anchor, this.active];
    const n = Math.abs(to - from) + 1;
    if (n === this.#results.total) return this.selection.all();
    if (n > MOST_IN_A_RANGE) {
      const text = `A range has ${MOST_IN_A_RANGE.toLocaleString("en-US")} rows at most. Ctrl A selects all that were found.`;
      return toast(text, { kind: "info" });
    }
    const found = await this.#results.range(from, to);
    if (from === this.#anchor && to === this.active) this.selection.only(found.map((asset) => asset.id));
  }

  #picked(event, row) {
    if (event.target.closest("button, input, .st-stars-live")) return;
    if (event.shiftKey) {
      event.preventDefault();
      this.focus();
      return this.moveTo(row.index, { hear: false, extend: true });
    }
    if ((event.ctrlKey || event.metaKey) && row.asset) this.selection.toggle(row.asset.id);
    setTimeout(() => this.focus(), 0);
    this.moveTo(row.index, { hear: false });
  }

  #ticked(row, event) {
    if (!row.asset) return;
    if (event.shiftKey) return this.moveTo(row.index, { hear: false, extend: true });
    this.selection.toggle(row.asset.id);
    this.moveTo(row.index, { hear: false });
    this.focus();
  }

  #toggleAll() {
    if (this.selection.size) this.selection.clear();
    else this.selection.all();
    this.#selected();
  }

  #selected() {
    this.head.showSelected(this.selection.size, this.#results.total);
    this.rows.draw();
  }
}
