// What was said about a sound, at its times.

import { assets } from "../core/assets.js";
import { fmtTime, h, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { Section } from "./section.js";

export class Comments {
  #asset = null;
  #pinned = null; // the second that was clicked on, or "whole"; null follows the playhead
  #drawn = "";
  #onPin;

  /** onPin(seconds) hears which second the comment to come is about, where that was chosen; null otherwise. */
  constructor(onPin) {
    this.#onPin = onPin;
    this.list = h("ul", { class: "lib-comments" });
    this.at = h("button", { type: "button", class: "lib-comment-at", onclick: () => this.#turn() });
    this.input = h("input", {
      class: "lib-comment-input",
      "aria-label": "Comment",
      maxlength: 2000,
      onkeydown: (event) => this.#pressed(event),
      onfocus: () => this.#hold(),
    });
    const box = h("div", { class: "lib-comment-box" }, this.at, this.input, h("kbd", { "aria-hidden": "true" }, "C"));
    this.section = new Section("comments", "Comments", this.list, box);
    this.element = this.section.element;
    const follow = () => this.#asset && this.#pinned === null && this.#say();
    player.addEventListener("time", follow);
    player.addEventListener("change", follow);
  }

  show(asset) {
    if (this.#asset?.id !== asset.id) {
      this.input.value = "";
      this.#asset = asset;
      this.pin(null);
    }
    this.#asset = asset;
    this.#say();
    const key = JSON.stringify([asset.id, asset.review.comments]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.section.say(asset.review.comments.length ? String(asset.review.comments.length) : "none");
    put(
      this.list,
      [...asset.review.comments].sort((a, b) => (a.at_s ?? -1) - (b.at_s ?? -1)).map((one) => this.#row(one)),
    );
  }

  focus() {
    this.element.open = true;
    this.input.focus();
  }

  /** The comment to come is about this second ("whole": the whole sound); null lets it follow the playhead again. */
  pin(at) {
    this.#pinned = at;
    this.#onPin(typeof at === "number" ? at : null);
    if (this.#asset) this.#say();
  }

  /** Plays from a second of the shown sound. */
  jump(at) {
    if (player.isCurrent(this.#asset) && player.playing) player.seek(at);
    else player.play(this.#asset, { from: at });
  }

  /** The second that a comment would be about now, or null for the whole sound. */
  get #time() {
    if (this.#pinned === "whole") return null;
    if (this.#pinned !== null) return this.#pinned;
    return player.isCurrent(this.#asset) ? Math.min(player.position, this.#asset.duration_s) : null;
  }

  #say() {
    const at = this.#time;
    const said = at === null ? "whole" : fmtTime(at);
    if (this.at.textContent === said) return;
    this.at.textContent = said;
    this.at.title = at === null ? "About the whole sound. Click on the waveform to choose a time" : "Press to comment on the whole sound";
    this.at.setAttribute("aria-label", at === null ? "The comment is about the whole sound" : `The comment is about ${fmtTime(at)}`);
    this.input.placeholder = at === null ? "Comment on the whole sound" : "Comment at this time";
  }

  /** While something is typed, the time stands still. */
  #hold() {
    if (this.#pinned === null && this.#time !== null) this.pin(this.#time);
  }

  #turn() {
    this.pin(this.#time === null ? null : "whole");
  }

  #row(comment) {
    const by = comment.by || "someone";
    const at = comment.at_s;
    const timed = at !== null;
    const jump = timed && h("button", { type: "button", class: "lib-time", "aria-label": `Play from ${fmtTime(at)}` }, fmtTime(at));
    return h(
      "li",
      timed && { class: "lib-comment-timed", onclick: () => this.jump(at) },
      h("span", { class: "st-avatar", "aria-hidden": "true" }, by[0].toUpperCase()),
      h("div", null, h("div", { class: "st-hint" }, by, " ", jump), h("p", null, comment.text)),
    );
  }

  async #pressed(event) {
    if (event.key === "Escape") {
      this.input.value = "";
      this.pin(null);
      this.input.blur();
    }
    if (event.key !== "Enter" || event.ctrlKey || !this.input.value.trim()) return;
    event.preventDefault();
    const text = this.input.value.trim();
    if (!(await assets.comment(this.#asset.id, this.#time, text)) || this.input.value.trim() !== text) return;
    this.input.value = "";
    this.pin(null);
  }
}
