// The tags of one asset: chips that can be taken away, a field that adds.

import { assets } from "../core/assets.js";
import { h, icon, put } from "../core/dom.js";

export class Tags {
  #asset = null;
  #drawn = "";

  constructor() {
    this.chips = h("div", { class: "st-row st-wrap lib-tags" });
    this.input = h("input", {
      class: "st-input lib-tag-input",
      "aria-label": "Add a tag",
      placeholder: "add a tag",
      maxlength: 80,
      onkeydown: (event) => this.#pressed(event),
    });
    this.element = h("section", { class: "lib-section" }, h("h3", null, "Tags"), this.chips);
  }

  show(asset) {
    const key = JSON.stringify([asset.id, asset.tags]);
    this.#asset = asset;
    if (key === this.#drawn) return;
    const held = document.activeElement === this.input;
    this.#drawn = key;
    put(
      this.chips,
      asset.tags.map((tag) => this.#chip(tag)),
      this.input,
    );
    if (held) this.input.focus();
  }

  #chip(tag) {
    const remove = () => assets.patch(this.#asset.id, { tags: this.#asset.tags.filter((one) => one !== tag) });
    return h(
      "span",
      { class: "st-chip" },
      tag,
      h("button", { type: "button", class: "st-chip-x", "aria-label": `Remove tag ${tag}`, onclick: remove }, icon("close", { size: 12 })),
    );
  }

  #pressed(event) {
    if (event.key !== "Enter" && event.key !== ",") return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const named = this.input.value
      .split(",")
      .map((tag) => tag.trim().toLowerCase())
      .filter(Boolean);
    this.input.value = "";
    if (named.length) assets.patch(this.#asset.id, { tags: [...new Set([...this.#asset.tags, ...named])] });
  }
}
