// The head of the right column: the name, which can be changed in its place, what it is, and whether it is liked.

import { assets } from "../core/assets.js";
import { h, icon, iconButton, put } from "../core/dom.js";
import { statusMark, typeMark } from "../parts/words.js";

export class Heading {
  #asset = null;

  constructor() {
    this.name = h("input", {
      class: "lib-name",
      "aria-label": "Name",
      maxlength: 80,
      onkeydown: (event) => this.#pressed(event),
      onblur: () => this.#rename(),
    });
    this.line = h("div", { class: "st-row lib-detail-line" });
    this.file = h("div", { class: "st-hint st-ellipsis" });
    this.heart = iconButton("heart", "Favourite (F)", {
      class: "st-btn-quiet",
      onclick: () => assets.favourite(this.#asset.id, !this.#asset.review.favourite),
    });
    this.element = h(
      "div",
      { class: "lib-detail-head" },
      h("div", { class: "lib-detail-name" }, h("h3", { class: "st-sr" }, "Asset"), this.name, this.file, this.line),
      this.heart,
    );
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    this.element.dataset.type = asset.type;
    if (other || document.activeElement !== this.name) this.name.value = asset.name;
    this.name.title = asset.name;
    this.file.textContent = asset.path.split("/").pop();
    this.file.title = asset.path;
    put(this.line, typeMark(asset.type), statusMark(asset.review.status));
    const loved = asset.review.favourite;
    this.heart.setAttribute("aria-pressed", String(loved));
    put(this.heart, icon("heart", { filled: loved }));
  }

  focus() {
    this.name.focus();
  }

  #pressed(event) {
    if (event.key === "Escape") this.name.value = this.#asset.name;
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    this.name.blur();
  }

  async #rename() {
    const asset = this.#asset;
    const wanted = this.name.value.trim();
    if (!asset || wanted === asset.name) return;
    if (!wanted) this.name.value = asset.name;
    else if (!(await assets.patch(asset.id, { name: wanted })) && this.#asset.id === asset.id) this.name.value = asset.name;
  }
}
