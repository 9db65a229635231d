// What a sound is filed under: category, CatID, collections, a description; each changed in its place.

import { get } from "../core/api.js";
import { assets } from "../core/assets.js";
import { h } from "../core/dom.js";
import { page } from "../core/page.js";
import { CatIds } from "./catids.js";
import { Chips } from "./chips.js";
import { Section } from "./section.js";

const CATID_LIST = "lib-catids";

export class About {
  #asset = null;
  #lines;

  constructor() {
    const filed = (asset, text) => this.#filed(asset, text);
    this.#lines = [
      new Line("Category", "category", { more: { maxlength: 80 } }),
      new Line("Subcategory", "subcategory", { more: { maxlength: 80 } }),
      new Line("CatID", "ucs", { more: { maxlength: 20, list: CATID_LIST, placeholder: "such as RAINVege" }, change: filed }),
      new Line("Description", "description", { tag: "textarea", more: { maxlength: 2000, rows: 2 } }),
    ];
    this.collections = new Chips("collections", "collection", { suggest: collections });
    this.catIds = new CatIds(CATID_LIST);
    const [category, subcategory, ucs, description] = this.#lines;
    ucs.input.addEventListener("focus", () => this.catIds.learn());
    const box = h("div", { class: "lib-line" }, h("span", { class: "lib-line-name" }, "Collections"), this.collections.element);
    this.section = new Section("about", "About", category.element, subcategory.element, ucs.element, this.catIds.element, box, description.element);
    this.element = this.section.element;
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    for (const line of this.#lines) line.show(asset, other);
    this.collections.show(asset);
    this.section.say([asset.ucs, asset.category].filter(Boolean).join(" · "));
  }

  /** A CatID that is known names category and subcategory too, where none was written. */
  #filed(asset, text) {
    const known = this.catIds.find(text);
    if (!known) return { ucs: text };
    const { id, category, subcategory } = known;
    return asset.category || asset.subcategory ? { ucs: id } : { ucs: id, category, subcategory };
  }
}

/** One text of the record, in a field that looks like text until it is pointed at. */
class Line {
  #asset = null;
  #field;
  #change;
  #refused = false;

  /** field: its name in the record. change(asset, text): the change that writing `text` makes. */
  constructor(label, field, { tag = "input", more = {}, change = (_, text) => ({ [field]: text }) }) {
    this.#field = field;
    this.#change = change;
    const id = `lib-about-${field}`;
    this.input = h(tag, { id, class: "lib-line-text", placeholder: "none", autocomplete: "off", ...more });
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("change", () => this.#keep());
    this.input.addEventListener("input", () => this.#mark(false));
    this.element = h("div", { class: "lib-line" }, h("label", { class: "lib-line-name", for: id }, label), this.input);
  }

  show(asset, other) {
    this.#asset = asset;
    if (other) this.#mark(false);
    else if (this.#refused || document.activeElement === this.input) return;
    this.input.value = asset[this.#field] || "";
  }

  #pressed(event) {
    if (event.key === "Escape") this.#back();
    else if (event.key !== "Enter" || (this.input.tagName === "TEXTAREA" && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    this.input.blur();
  }

  #back() {
    this.input.value = this.#asset[this.#field] || "";
    this.#mark(false);
  }

  /** What is refused stays as it was typed, marked; the reason is told in a message. */
  async #keep() {
    const asset = this.#asset;
    const text = this.input.value.trim();
    if (text === (asset[this.#field] || "")) return this.#back();
    this.#refused = true; // until the answer is there, what was typed is not overwritten
    const kept = await assets.patch(asset.id, this.#change(asset, text));
    if (this.#asset.id !== asset.id) return null;
    this.#mark(!kept);
    if (kept && document.activeElement !== this.input) this.input.value = kept[this.#field] || "";
    return null;
  }

  #mark(refused) {
    this.#refused = refused;
    if (refused) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }
}

async function collections() {
  const known = await get(`/collections?${new URLSearchParams({ project: page.project })}`);
  return known.map((one) => one.name);
}
