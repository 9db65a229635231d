// The picture of a clip: waveform in the type colour, repeated where it loops, fades as lines over darkened wedges.

import { knownPeaks, peaks } from "../core/peaks.js";
import { colour, fit } from "../core/wave.js";

const BODY = 0.78;
const WIDTHS = [64, 128, 256, 512, 1024, 2048, 4096]; // asked for once each, whatever the zoom

/**
 * Paints a clip that is `to - from` seconds long into its canvas. `asset` is the record; peaks that are not here yet
 * are asked for, and painted when they come. Resolves when the picture is whole.
 */
export async function paintClip(canvas, layer, asset, { from, to, pass }) {
  const box = fit(canvas);
  if (!box || !(to > from)) return;
  const perSecond = box.width / (to - from);
  const columns = WIDTHS.find((n) => n >= pass * perSecond * 0.9) || WIDTHS.at(-1);
  const known = asset ? knownPeaks(asset, columns) : null;
  draw(box, layer, known, { perSecond, pass });
  if (!asset || known) return;
  const wanted = (canvas.clipWanted = `${asset.id}:${columns}:${performance.now()}`);
  const data = await peaks(asset, columns);
  if (canvas.clipWanted !== wanted) return;
  const again = fit(canvas);
  if (again) draw(again, layer, data, { perSecond: again.width / (to - from), pass });
}

function draw({ g, width, height }, layer, data, { perSecond, pass }) {
  const middle = height / 2;
  const type = colour(`--st-${layer.type}`);
  g.fillStyle = colour("--st-wave-zero");
  g.fillRect(0, Math.round(middle), width, 1);
  if (data && pass > 0) {
    g.fillStyle = type;
    const perPixel = data.n / (pass * perSecond);
    for (const part of ["body", "core"]) {
      g.globalAlpha = part === "body" ? BODY : 1;
      for (let x = 0; x < width; x++) column(g, data, part, x, (x * perPixel) % data.n, perPixel, middle);
    }
    g.globalAlpha = 1;
    for (let x = pass * perSecond; x < width - 2; x += pass * perSecond) g.fillRect(Math.round(x), 0, 1, height);
  }
  fades(g, layer, { width, height, perSecond });
}

/** One pixel: the largest of the columns under it. */
function column(g, data, part, x, at, span, middle) {
  const first = Math.floor(at);
  const last = Math.max(first + 1, Math.min(data.n, Math.ceil(at + span)));
  let low = 0;
  let high = 0;
  let power = 0;
  for (let i = first; i < last; i++) {
    low = Math.min(low, data.min[i]);
    high = Math.max(high, data.max[i]);
    power += data.rms[i] ** 2;
  }
  if (part === "core") {
    high = Math.sqrt(power / (last - first));
    low = -high;
  }
  const top = Math.max(0, middle - high * (middle - 1));
  const bottom = Math.min(2 * middle, middle - low * (middle - 1));
  g.fillRect(x, top, 1, Math.max(1, bottom - top));
}

function fades(g, layer, { width, height, perSecond }) {
  const rise = Math.min(width, layer.fade_in_s * perSecond);
  const fall = Math.min(width, layer.fade_out_s * perSecond);
  g.strokeStyle = colour("--st-text");
  g.lineWidth = 1;
  if (rise >= 1) wedge(g, [0, 0], [rise, 0], [0, height]);
  if (fall >= 1) wedge(g, [width, 0], [width - fall, 0], [width, height]);
}

/** The corner that a fade takes away, and the line of the fade. */
function wedge(g, corner, top, bottom) {
  g.fillStyle = colour("--st-bg");
  g.globalAlpha = 0.55;
  g.beginPath();
  g.moveTo(...corner);
  g.lineTo(...top);
  g.lineTo(...bottom);
  g.fill();
  g.globalAlpha = 1;
  g.beginPath();
  g.moveTo(...top);
  g.lineTo(...bottom);
  g.stroke();
}
