// A strip under a waveform, on the same time axis: where a sound that was made again came out different.

import { h } from "../core/dom.js";
import { colour, fit } from "../core/wave.js";
import { onVerdict, verdictOf } from "./again.js";
import { worstWords } from "./difference.js";

const FLOOR_DB = -80; // full height is the level of the sound, the bottom of the strip is this far below
const HEARD_DB = -40; // from here on a difference counts as one

/** {element, show(asset)}: hidden unless the shown asset was compared and differs. */
export function differenceStrip() {
  const canvas = h("canvas", { class: "st-strip-canvas", "aria-hidden": "true" });
  const element = h("div", { class: "st-strip", hidden: true }, canvas, h("span", { class: "st-hint", "aria-hidden": "true" }, "difference"));
  let shown = null;
  const draw = () => {
    const found = shown && verdictOf(shown.id)?.difference;
    element.hidden = !found?.parts_db?.length;
    if (element.hidden) return;
    element.title = worstWords(found);
    paint(canvas, found, shown.duration_s);
  };
  onVerdict((id) => id === shown?.id && draw());
  document.addEventListener("studio:theme", draw);
  new ResizeObserver(draw).observe(canvas);
  return {
    element,
    show(asset) {
      shown = asset;
      draw();
    },
  };
}

/** The parts span the longer of the two sounds; the strip spans the shown one. */
function paint(canvas, { parts_db, span_s }, duration_s) {
  const box = fit(canvas);
  if (!box) return;
  const { g, width, height } = box;
  const step = ((span_s || duration_s) / duration_s / parts_db.length) * width;
  parts_db.forEach((db, i) => {
    if (db === null || db <= FLOOR_DB) return;
    const tall = Math.max(1, Math.min(1, 1 - db / FLOOR_DB) * height);
    g.fillStyle = colour(db > HEARD_DB ? "--st-warn" : "--st-wave-unplayed");
    g.fillRect(i * step, height - tall, Math.max(1, step), tall);
  });
}
