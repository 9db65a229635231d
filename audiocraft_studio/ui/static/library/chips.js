// Names of one asset, tags or collections: chips that can be taken away, a field that adds.

import { assets } from "../core/assets.js";
import { h, icon, put } from "../core/dom.js";

let serial = 0;

export class Chips {
  #asset = null;
  #drawn = "";
  #refused = ""; // what was typed and not taken: once said is enough, until Enter
  #field;
  #one;
  #clean;

  /**
   * field: the list of the record that is edited. one: its name in words ("tag"). clean(text) is what a typed name is
   * kept as. suggest: an async function that gives known names, asked when the field gets the focus.
   */
  constructor(field, one, { clean = (text) => text, suggest = null } = {}) {
    this.#field = field;
    this.#one = one;
    this.#clean = clean;
    const list = h("datalist", { id: `lib-chips-${++serial}` });
    this.input = h("input", {
      class: "st-input lib-chip-input",
      "aria-label": `Add a ${one}`,
      placeholder: `add a ${one}`,
      maxlength: 80,
      autocomplete: "off",
      list: suggest ? list.id : null,
      onkeydown: (event) => this.#pressed(event),
      onblur: () => this.input.value !== this.#refused && this.#add(),
    });
    if (suggest) this.input.addEventListener("focus", () => this.#suggest(suggest, list));
    this.chips = h("div", { class: "lib-chips-set" }); // apart from the field, which keeps the focus while chips change
    this.element = h("div", { class: "st-row st-wrap lib-chips" }, this.chips, this.input, list);
  }

  show(asset) {
    const names = asset[this.#field] || [];
    const key = JSON.stringify([asset.id, names]);
    if (this.#asset?.id !== asset.id) this.input.value = "";
    this.#asset = asset;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const held = this.chips.contains(document.activeElement);
    put(
      this.chips,
      names.map((name) => this.#chip(name)),
    );
    if (held) this.input.focus();
  }

  #chip(name) {
    const remove = () => this.#keep(this.#asset[this.#field].filter((one) => one !== name));
    return h(
      "span",
      { class: "st-chip" },
      h("span", { class: "st-ellipsis", title: name }, name),
      h("button", { type: "button", class: "st-chip-x", "aria-label": `Remove ${this.#one} ${name}`, onclick: remove }, icon("close", { size: 12 })),
    );
  }

  #pressed(event) {
    if (event.key === "Escape" && this.input.value) {
      this.input.value = "";
      event.stopPropagation();
    }
    if ((event.key !== "Enter" && event.key !== ",") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#add();
  }

  /** What is refused stands in the field again. */
  async #add() {
    const [asset, typed] = [this.#asset, this.input.value];
    const named = typed
      .split(",")
      .map((name) => this.#clean(name.trim()))
      .filter(Boolean);
    this.input.value = "";
    if (!named.length) return;
    const kept = await this.#keep([...new Set([...(asset[this.#field] || []), ...named])]);
    this.#refused = kept ? "" : typed;
    if (!kept && this.#asset.id === asset.id && !this.input.value) this.input.value = typed;
  }

  #keep(names) {
    return assets.patch(this.#asset.id, { [this.#field]: names });
  }

  async #suggest(suggest, list) {
    try {
      const known = await suggest();
      put(
        list,
        known.map((name) => h("option", { value: name })),
      );
    } catch (error) {
      console.warn(error.message); // a field without suggestions still takes any name
    }
  }
}
