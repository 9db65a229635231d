// A part of the right column that folds. Whether it is open is remembered for the next sound and the next visit.

import { h, icon } from "../core/dom.js";
import { store } from "../core/store.js";

const KEY = "studio.library.sections";

export class Section {
  #onOpen = () => {};

  /** key: what its state is remembered under. `children` stand below the line that folds. */
  constructor(key, title, ...children) {
    this.said = h("span", { class: "st-hint st-ellipsis" });
    this.body = h("div", { class: "lib-fold-body" }, children);
    this.element = h(
      "details",
      { class: "lib-section lib-fold", open: store.json(KEY, {})[key] !== false, ontoggle: () => this.#toggled(key) },
      h("summary", null, icon("right", { size: 12 }), h("h3", null, title), h("span", { class: "st-space" }), this.said),
      this.body,
    );
  }

  get isOpen() {
    return this.element.open;
  }

  /** A word at the right end of the line, such as how many there are inside. */
  say(text) {
    this.said.textContent = text;
    this.said.title = text;
  }

  hide(hidden) {
    this.element.hidden = hidden;
  }

  /** `fn()` is called when it is opened: what is costly to fetch waits for that. */
  onOpen(fn) {
    this.#onOpen = fn;
  }

  #toggled(key) {
    store.keep(KEY, { ...store.json(KEY, {}), [key]: this.isOpen });
    if (this.isOpen) this.#onOpen();
  }
}
