// A level meter of two bars, −60 dB to 0 dB, that falls back at its own pace.

import { h } from "../core/dom.js";

const FALL = 0.88; // a picture
const FLOOR = 0.001;

/** {element, show([left, right])}: call `show` once a picture; it returns whether a bar still stands. */
export function meter() {
  const bars = [h("i"), h("i")];
  const element = h("span", { class: "st-meter sc-meter", "aria-hidden": "true" }, bars);
  const shown = [0, 0];
  return {
    element,
    get levels() {
      return [...shown];
    },
    show(levels) {
      bars.forEach((bar, i) => {
        shown[i] = Math.max(levels[i] || 0, shown[i] * FALL);
        if (shown[i] < FLOOR) shown[i] = 0;
        const share = shown[i] ? 1 + (20 * Math.log10(shown[i])) / 60 : 0;
        bar.style.setProperty("--level", `${(100 * Math.max(0, Math.min(1, share))).toFixed(1)}%`);
      });
      return shown.some((x) => x > 0);
    },
  };
}
