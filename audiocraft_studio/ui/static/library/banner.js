// The line that says what the list is about while it shows what sounds like something.

import { h, icon, iconButton, put } from "../core/dom.js";
import { player } from "../core/player.js";

export class Banner {
  #asset = null;

  /** onLeave() is told when the list shall show the library again. */
  constructor(onLeave) {
    this.said = h("span", { class: "st-ellipsis" });
    this.hear = iconButton("play", "Play it", { class: "st-btn-quiet", onclick: () => this.#play() });
    this.close = iconButton("close", "Back to the library (Esc)", { class: "st-btn-quiet", onclick: onLeave });
    const order = h("span", { class: "st-hint" }, "nearest first");
    const space = h("span", { class: "st-space" });
    this.element = h("div", { class: "lib-banner", hidden: true }, icon("wave"), this.said, this.hear, space, order, this.close);
    player.addEventListener("change", () => this.#sounding());
  }

  /** asset: what the list sounds like, or null. */
  show(asset) {
    this.#asset = asset;
    this.element.hidden = !asset;
    if (asset) this.said.textContent = `Sounds like “${asset.name}”`;
    this.#sounding();
  }

  #play() {
    if (player.isCurrent(this.#asset)) player.toggle();
    else player.play(this.#asset);
  }

  #sounding() {
    const on = Boolean(this.#asset) && player.isCurrent(this.#asset) && player.playing;
    put(this.hear, icon(on ? "pause" : "play"));
    this.hear.setAttribute("aria-label", on ? "Pause it" : "Play it");
  }
}
