// What is asked before files come in: their type, whether folder names become tags, the collection they join.

import { get } from "../core/api.js";
import { h, put, typeName } from "../core/dom.js";
import { page } from "../core/page.js";
import { store } from "../core/store.js";
import { selectField, textField } from "../parts/fields.js";

const KEY = "studio.library.import";
const TYPES = [["auto", "Each by its length and name"], ...["sfx", "ambience", "music", "voice", "ui"].map((type) => [type, typeName(type)])];

export class ImportOptions {
  constructor() {
    const kept = store.json(KEY, {});
    this.type = selectField("Type", { choices: TYPES });
    this.type.set(kept.type || "auto");
    this.collection = textField("Collection", { hint: "optional", maxlength: 80, placeholder: "such as Field trip 12" });
    const known = h("datalist", { id: "lib-import-collections" });
    this.collection.input.setAttribute("list", known.id);
    this.folders = h("input", { type: "checkbox", checked: kept.folder_tags !== false });
    this.element = h(
      "div",
      { class: "lib-import-options" },
      this.type.element,
      this.collection.element,
      h("label", { class: "st-check st-small" }, this.folders, "Names of folders become tags"),
      known,
    );
    this.#suggest(known);
  }

  /** {project, type, folder_tags, collection}; type and folder_tags are remembered. */
  read() {
    const chosen = { type: this.type.input.value, folder_tags: this.folders.checked };
    store.keep(KEY, chosen);
    return { ...chosen, project: page.project, collection: this.collection.input.value.trim() };
  }

  async #suggest(list) {
    try {
      const all = await get(`/collections?${new URLSearchParams({ project: page.project })}`);
      put(list, all.map((one) => h("option", { value: one.name })));
    } catch (error) {
      console.warn(error.message); // the field takes any name without suggestions too
    }
  }
}
