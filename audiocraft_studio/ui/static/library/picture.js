// The waveform of the right column: ruler, comments at their times, and where a regeneration came out different.

import { h, put } from "../core/dom.js";
import { fmtTime } from "../core/format.js";
import { bindWave } from "../core/wave.js";
import { differenceStrip } from "../parts/strip.js";

const STEPS_S = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

export class Picture {
  #asset = null;
  #bound = null;

  /** onTime(seconds) hears of clicks on the waveform, onComment(seconds) of clicks on a comment's mark. */
  constructor({ onTime, onComment }) {
    this.onComment = onComment;
    this.canvas = h("canvas", { class: "lib-detail-wave", onclick: (event) => onTime(this.#second(event)) });
    this.marks = h("div", { class: "lib-marks" });
    this.pinned = h("i", { class: "lib-pin", hidden: true });
    this.ruler = h("div", { class: "lib-ruler", "aria-hidden": "true" });
    this.strip = differenceStrip();
    const bed = h("div", { class: "st-bed" }, this.canvas, this.marks, this.pinned);
    this.element = h("div", null, bed, this.strip.element, this.ruler);
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    const length = asset.duration_s || 1;
    const timed = asset.review.comments.filter((one) => one.at_s !== null);
    const comments = timed.map((one) => one.at_s / length);
    if (!this.#bound) this.#bound = bindWave(this.canvas, asset, { comments });
    else {
      this.#bound.update({ comments });
      if (other) this.#bound.setAsset(asset);
    }
    put(
      this.marks,
      timed.map((one) => this.#mark(one, length)),
    );
    this.strip.show(asset);
    if (other)
      put(
        this.ruler,
        ticks(length).map(([at, text]) => h("span", { style: { left: `${(100 * at) / length}%` } }, text)),
      );
  }

  /** Shows which second a comment to come is about; null for none. */
  pin(at) {
    this.pinned.hidden = at === null;
    if (at !== null) this.pinned.style.left = `${(100 * at) / (this.#asset.duration_s || 1)}%`;
  }

  /** A comment's triangle is drawn with the waveform; this is what one can point at. The list is there for the keyboard. */
  #mark(comment, length) {
    const said = `${comment.by || "someone"}, ${fmtTime(comment.at_s)}: ${comment.text}`;
    return h("button", {
      type: "button",
      class: "lib-mark",
      tabindex: -1,
      title: said,
      "aria-label": `Play from ${said}`,
      style: { left: `${(100 * comment.at_s) / length}%` },
      onclick: () => this.onComment(comment.at_s),
    });
  }

  #second(event) {
    return (event.offsetX / this.canvas.clientWidth) * this.#asset.duration_s;
  }
}

/** Some round seconds along a sound: [[second, text], …]. */
function ticks(length) {
  const step = STEPS_S.find((one) => length / one <= 6) || 1200;
  const marks = [];
  for (let i = 0; i * step < length - step * 0.35; i++) marks.push([i * step, Number((i * step).toFixed(2)).toString()]);
  return [...marks, [length, `${Number(length.toFixed(1))} s`]];
}
