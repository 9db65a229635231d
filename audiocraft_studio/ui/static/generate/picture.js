// Waveform and spectrogram over one time axis: ruler, dB marks, playhead, selection by dragging, comments at their times.

import { fmtDuration, fmtHz, fmtNumber, h, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { frequencyShare, spectrogram } from "../core/spectrogram.js";
import { bindWave } from "../core/wave.js";
import { resultKeys } from "./resultkeys.js";
import { selection } from "./selection.js";

const STEPS_S = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120];
const TICKS = 9;
const MARKS_DB = [["0 dB", 0.03], ["−6", 0.25], ["−∞", 0.5], ["−6", 0.75]];
const MARKS_HZ = [8000, 2000, 500, 125];

/** {element, update(asset), destroy()} for one asset. */
export function picture(asset) {
  let now = asset;
  const waveCanvas = h("canvas", { class: "gen-wave" });
  const specCanvas = h("canvas", { class: "gen-spec", "aria-hidden": "true" });
  const specHead = h("div", { class: "gen-playhead", hidden: true });
  const bed = h(
    "div",
    { class: "st-bed gen-wave-bed", tabindex: 0, role: "slider", "aria-label": label(asset), "aria-valuemin": 0, "aria-valuemax": asset.duration_s.toFixed(2) },
    waveCanvas,
  );
  const under = h("div", { class: "gen-under" });
  const element = h(
    "section",
    { class: "gen-picture", "aria-label": "Waveform and spectrogram" },
    h("div"),
    ruler(asset.duration_s),
    h("div", { class: "gen-axis", "aria-hidden": "true" }, MARKS_DB.map(([text, at]) => mark(text, at))),
    bed,
    h("div", { class: "gen-axis gen-axis-hz", "aria-hidden": "true" }, marksHz(asset.sample_rate)),
    h("div", { class: "st-bed gen-spec-bed" }, specCanvas, specHead),
    h("div"),
    under,
  );
  const bound = bindWave(waveCanvas, asset, { seek: false, title: false, grid: ticks(asset.duration_s).map((t) => t / asset.duration_s), comments: comments(asset) });
  const chosen = selection(bed, bound, under, () => now);
  const stop = new AbortController();
  const { signal } = stop;
  resultKeys(element, bed, chosen, () => now, signal);
  const follow = () => {
    const current = player.isCurrent(now) && (player.playing || player.position > 0);
    specHead.hidden = !current;
    if (current) specHead.style.left = `${(100 * player.position) / now.duration_s}%`;
    bed.setAttribute("aria-valuenow", (current ? player.position : 0).toFixed(2));
    bed.setAttribute("aria-valuetext", `${(current ? player.position : 0).toFixed(2)} of ${fmtDuration(now.duration_s)}`);
  };
  player.addEventListener("time", follow, { signal });
  player.addEventListener("change", follow, { signal });
  const resized = new ResizeObserver(() => spectrogram(specCanvas, now).catch(() => put(specHead)));
  resized.observe(specCanvas);
  follow();
  return {
    element,
    update(next) {
      now = next;
      bound.update({ comments: comments(next) });
      chosen.refresh();
    },
    destroy() {
      stop.abort();
      bound.destroy();
      chosen.destroy();
      resized.disconnect();
    },
  };
}

function label(asset) {
  const loud = asset.loudness_lufs === null ? "" : `, ${fmtNumber(asset.loudness_lufs)} LUFS`;
  return `${asset.name}, ${fmtDuration(asset.duration_s)}${loud}. Position`;
}

function comments(asset) {
  return asset.review.comments.filter((one) => one.at_s !== null).map((one) => one.at_s / asset.duration_s);
}

/** Times of the ruler's inner marks, in seconds. */
function ticks(duration) {
  const step = STEPS_S.find((one) => duration / one <= TICKS) || Math.ceil(duration / TICKS / 60) * 60;
  const n = Math.ceil(duration / step - 1e-6) - 1;
  return Array.from({ length: Math.max(0, n) }, (_, i) => Number(((i + 1) * step).toFixed(3)));
}

function ruler(duration) {
  const all = ticks(duration);
  // The last mark gives way where the end's own label would touch it.
  const shown = all.filter((t) => t < duration * 0.95);
  return h(
    "div",
    { class: "gen-ruler", "aria-hidden": "true" },
    h("span", { style: { left: "0%" } }, "0"),
    shown.map((t) => h("span", { style: { left: `${(100 * t) / duration}%` } }, String(t))),
    h("span", { style: { left: "100%" } }, `${Number(duration.toFixed(duration < 1 ? 2 : 1))} s`),
  );
}

function mark(text, at) {
  return h("span", { style: { top: `${100 * at}%` } }, text);
}

function marksHz(sampleRate) {
  const top = sampleRate / 2;
  const inner = MARKS_HZ.filter((hz) => hz < top * 0.8);
  return [mark(fmtHz(Math.round(top / 1000) * 1000 || top), 0.04), ...inner.map((hz) => mark(hz >= 1000 ? String(hz / 1000) : String(hz), frequencyShare(hz, sampleRate)))];
}
