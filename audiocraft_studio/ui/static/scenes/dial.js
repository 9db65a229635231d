// A value of the audio graph: it follows the hand at once and without zipper noise, or its points while the scene plays.

import { ride } from "./automation.js";
import { frames } from "./levels.js";

const SMOOTH_S = 0.006;

export class Dial {
  #context;
  #param;
  #value;
  #points;
  #log;
  #rides = false; // it was told points to follow

  /** `param` stands at `value` already. log: equal ratios between points instead of straight lines. */
  constructor(context, param, value, { points = [], log = false } = {}) {
    this.#context = context;
    this.#param = param;
    this.#value = value;
    this.#points = points;
    this.#log = log;
  }

  /** Another value, or other points: those are followed from the next `ride` on. */
  set(value, points = []) {
    if (value !== this.#value && !points.length && !this.#rides) this.#turn(value, this.#context.currentTime);
    this.#value = value;
    this.#points = points;
  }

  /** From second `at` of the context on it follows no points any more. */
  hold(at) {
    if (!this.#rides) return;
    this.#rides = false;
    if (this.#param.cancelAndHoldAtTime) this.#param.cancelAndHoldAtTime(at);
    else this.#param.cancelScheduledValues(at);
    if (!this.#points.length) this.#turn(this.#value, at);
  }

  /** Follows its points, if it has any, through one pass of the scene: {at, from, total} as in `schedule`. */
  ride(pass) {
    if (!this.#points.length) return;
    const { sampleRate } = this.#context;
    const placed = this.#points.map(([s, value]) => [frames(s, sampleRate), value]);
    ride(this.#param, placed, { ...pass, sampleRate, log: this.#log });
    this.#rides = true;
  }

  #turn(value, at) {
    this.#param.setTargetAtTime(value, at, SMOOTH_S);
  }
}
