// The picture of a scattered layer: each of its sounds where it is, as loud as it is.

import { assets } from "../core/assets.js";
import { knownPeaks, peaks } from "../core/peaks.js";
import { colour, fit } from "../core/wave.js";
import { column, fades } from "./clips.js";

const COLUMNS = 256;
const BODY = 0.78;

/**
 * Paints `events` into a canvas that shows the seconds `from` to `to` of a clip, counted from its start at the layer's
 * offset; it is `long` seconds long. Peaks that are not here yet are painted when they come.
 */
export async function paintHits(canvas, layer, events, { from, to, long }) {
  const box = fit(canvas);
  if (!box || !(to > from)) return;
  const perSecond = box.width / (to - from);
  const { g, height } = box;
  g.fillStyle = colour("--st-wave-zero");
  g.fillRect(0, Math.round(height / 2), box.width, 1);
  const unknown = new Set();
  for (const event of events) {
    const at = event.at_s - layer.offset_s - from;
    const asset = assets.known(event.asset);
    const data = asset ? knownPeaks(asset, COLUMNS) : null;
    const long_s = (asset?.duration_s ?? layer.asset_duration_s ?? 0.1) / event.rate;
    if (at > to - from || at + long_s < 0) continue;
    if (!data) unknown.add(event.asset);
    hit(box, layer, data, { x: at * perSecond, width: long_s * perSecond, gain: 10 ** (event.gain_db / 20) });
  }
  fades(g, layer, { from, long, perSecond, height });
  if (!unknown.size) return;
  const wanted = (canvas.clipWanted = performance.now());
  const gone = new Set();
  await Promise.all([...unknown].map((id) => fetched(id).catch(() => gone.add(id))));
  const there = events.filter((event) => !gone.has(event.asset));
  if (canvas.clipWanted === wanted) await paintHits(canvas, layer, there, { from, to, long });
}

async function fetched(id) {
  return peaks(await assets.get(id), COLUMNS);
}

function hit({ g, width: seen, height }, layer, data, { x, width, gain }) {
  g.fillStyle = colour(`--st-${layer.type}`);
  g.globalAlpha = 0.35 + 0.65 * gain;
  g.fillRect(Math.round(x), 0, 1, height);
  if (data) {
    const perPixel = data.n / Math.max(1, width);
    for (const kind of ["body", "core"]) {
      g.globalAlpha = kind === "body" ? BODY : 1;
      for (let px = Math.max(0, Math.floor(-x)); px < width && x + px < seen; px++) {
        const at = px * perPixel;
        if (at < data.n) column(g, data, kind, Math.round(x) + px, at, perPixel, height / 2, gain);
      }
    }
  }
  g.globalAlpha = 1;
}
