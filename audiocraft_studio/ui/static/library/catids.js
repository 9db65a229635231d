// Suggestions for a field that takes a CatID of the Universal Category System, from the list that the studio has.

import { get } from "../core/api.js";
import { h, put } from "../core/dom.js";

export class CatIds {
  #known = null; // [{id, category, subcategory}]

  /** id: what the field names as its `list`. */
  constructor(id) {
    this.element = h("datalist", { id });
  }

  /** Fetches the list, once. */
  async learn() {
    if (this.#known) return;
    this.#known = await get("/ucs").catch(() => null); // without suggestions the field takes any CatID too
    const options = (this.#known || []).map((one) => h("option", { value: one.id }, `${one.category}, ${one.subcategory}`));
    put(this.element, options);
  }

  /** The entry with this CatID, whatever its case, or undefined. */
  find(text) {
    return this.#known?.find((one) => one.id.toLowerCase() === text.trim().toLowerCase());
  }
}
