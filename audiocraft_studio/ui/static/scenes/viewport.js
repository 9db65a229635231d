// Which part of a scene the timeline shows: all of it, or less, near enough to set a clip to the millisecond.

const NEAREST_S = 0.2; // shown at the most zoom

/**
 * What the rows and the ruler draw by. length_s: of the picture; from_s and span_s: what is shown of it; width: of that,
 * in px. `freeze(on)` holds the length while a drag would change it.
 */
export class Viewport {
  length_s = 1;
  width = 1;
  #from_s = 0;
  #span_s = null; // null: all
  frozen = false;

  /** Called when a drag holds or lets go. */
  constructor(changed) {
    this.changed = changed;
  }

  get span_s() {
    return Math.min(this.length_s, this.#span_s ?? this.length_s);
  }

  get from_s() {
    return Math.max(0, Math.min(this.#from_s, this.length_s - this.span_s));
  }

  get to_s() {
    return this.from_s + this.span_s;
  }

  get perSecond() {
    return this.width / this.span_s;
  }

  get whole() {
    return this.span_s >= this.length_s;
  }

  /** Where a second stands, in % of the width. */
  percent(seconds) {
    return (100 * (seconds - this.from_s)) / this.span_s;
  }

  /** What identifies the picture: equal keys, equal drawings. */
  get key() {
    return [this.from_s.toFixed(4), this.span_s.toFixed(4), this.width].join(":");
  }

  freeze(on) {
    this.frozen = on;
    if (!on) this.changed();
  }

  /** Shows `factor` times less, with second `at_s` staying where it is. */
  zoom(factor, at_s) {
    const share = Math.max(0, Math.min(1, (at_s - this.from_s) / this.span_s));
    const span = Math.max(Math.min(NEAREST_S, this.length_s), this.span_s / factor);
    this.#span_s = span >= this.length_s ? null : span;
    this.#from_s = at_s - share * span;
    this.changed();
  }

  all() {
    this.#span_s = null;
    this.#from_s = 0;
    this.changed();
  }

  /** Shows the scene from another second on. */
  scroll(from_s) {
    const before = this.from_s;
    this.#from_s = Math.max(0, Math.min(from_s, this.length_s - this.span_s));
    if (this.from_s !== before) this.changed();
  }

  /** Turns the page when what was seen at `before_s` is at `now_s` now; whoever looks elsewhere is left there. */
  follow(before_s, now_s) {
    const seen = (s) => s >= this.from_s && s <= this.to_s;
    if (!this.whole && seen(before_s) && !seen(now_s)) this.scroll(now_s - 0.05 * this.span_s);
  }

  /** Turns to a second, wherever one looks. */
  reveal(seconds) {
    if (seconds < this.from_s || seconds > this.to_s) this.scroll(seconds - this.span_s / 2);
  }
}
