// What was said about a sound, at its times.

import { assets } from "../core/assets.js";
import { fmtTime, h, put } from "../core/dom.js";
import { player } from "../core/player.js";

export class Comments {
  #asset = null;
  #at = null; // the second that the comment in the box is about
  #drawn = "";

  constructor() {
    this.list = h("ul", { class: "lib-comments" });
    this.input = h("input", {
      class: "st-input lib-comment-input",
      "aria-label": "Comment",
      maxlength: 2000,
      onfocus: () => this.#aim(),
      onkeydown: (event) => this.#pressed(event),
    });
    this.element = h(
      "section",
      { class: "lib-section" },
      h("h3", null, "Comments"),
      this.list,
      h("div", { class: "lib-comment-box" }, this.input, h("kbd", { "aria-hidden": "true" }, "C")),
    );
    const follow = () => document.activeElement !== this.input && this.#aim();
    player.addEventListener("time", follow);
    player.addEventListener("change", follow);
  }

  show(asset) {
    if (this.#asset?.id !== asset.id) this.input.value = "";
    this.#asset = asset;
    this.#aim();
    const key = JSON.stringify([asset.id, asset.review.comments]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    put(
      this.list,
      [...asset.review.comments].sort((a, b) => (a.at_s ?? -1) - (b.at_s ?? -1)).map((one) => this.#row(one)),
    );
  }

  focus() {
    this.input.focus();
  }

  /** A comment is about where the playhead stands, or about the whole sound while another one is in the transport. */
  #aim() {
    const asset = this.#asset;
    if (!asset) return;
    this.#at = player.isCurrent(asset) ? Math.min(player.position, asset.duration_s) : null;
    const said = this.#at === null ? "Comment on the whole sound" : `Comment at ${fmtTime(this.#at)}`;
    if (this.input.placeholder !== said) this.input.placeholder = said;
  }

  #row(comment) {
    const by = comment.by || "someone";
    const at = comment.at_s;
    const jump =
      at !== null &&
      h("button", { type: "button", class: "lib-time", "aria-label": `Go to ${fmtTime(at)}`, onclick: () => this.#jump(at) }, fmtTime(at));
    return h(
      "li",
      null,
      h("span", { class: "st-avatar", "aria-hidden": "true" }, by[0].toUpperCase()),
      h("div", null, h("div", { class: "st-hint" }, by, " ", jump), h("p", null, comment.text)),
    );
  }

  #jump(at) {
    if (player.isCurrent(this.#asset)) player.seek(at);
    else player.play(this.#asset, { from: at });
  }

  async #pressed(event) {
    if (event.key === "Escape") {
      this.input.value = "";
      this.input.blur();
    }
    if (event.key !== "Enter" || event.ctrlKey || !this.input.value.trim()) return;
    event.preventDefault();
    if (await assets.comment(this.#asset.id, this.#at, this.input.value.trim())) this.input.value = "";
  }
}
