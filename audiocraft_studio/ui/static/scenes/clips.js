// The picture of a clip: waveform in the type colour, repeated where it loops, fades as lines over darkened wedges.

import { knownPeaks, peaks } from "../core/peaks.js";
import { colour, fit } from "../core/wave.js";

const BODY = 0.78;
const WIDTHS = [64, 128, 256, 512, 1024, 2048, 4096]; // asked for once each, whatever the zoom

/**
 * Paints the seconds `from` to `to` of a clip that is `long` seconds long into its canvas. pass: seconds of its sound,
 * which begins again each `period`. `asset` is the record; peaks that are not here yet are asked for, and painted when they come. Resolves
 * when the picture is whole.
 */
export async function paintClip(canvas, layer, asset, { from, to, long, pass, period }) {
  const box = fit(canvas);
  if (!box || !(to > from)) return;
  const part = { from, long, pass, period, perSecond: box.width / (to - from) };
  const columns = WIDTHS.find((n) => n >= pass * part.perSecond * 0.9) || WIDTHS.at(-1);
  const known = asset ? knownPeaks(asset, columns) : null;
  draw(box, layer, known, part);
  if (!asset || known) return;
  const wanted = (canvas.clipWanted = `${asset.id}:${columns}:${performance.now()}`);
  const data = await peaks(asset, columns).catch(() => null);
  if (!data || canvas.clipWanted !== wanted) return;
  const again = fit(canvas);
  if (again) draw(again, layer, data, { ...part, perSecond: again.width / (to - from) });
}

function draw({ g, width, height }, layer, data, part) {
  const { from, pass, period, perSecond } = part;
  const middle = height / 2;
  const type = colour(`--st-${layer.type}`);
  g.fillStyle = colour("--st-wave-zero");
  g.fillRect(0, Math.round(middle), width, 1);
  if (data && pass > 0) {
    g.fillStyle = type;
    const perPixel = data.n / (pass * perSecond);
    const first = (from / pass) * data.n;
    const again = data.n * (period / pass);
    for (const kind of ["body", "core"]) {
      g.globalAlpha = kind === "body" ? BODY : 1;
      for (let x = 0; x < width; x++) column(g, data, kind, x, (first + x * perPixel) % again, perPixel, middle);
    }
    g.globalAlpha = 1;
    for (let at = period * (Math.floor(from / period) + 1); at < from + width / perSecond - 2 / perSecond; at += period) g.fillRect(Math.round((at - from) * perSecond), 0, 1, height);
  }
  fades(g, layer, { ...part, height });
}

/** One pixel: the largest of the columns under it. gain: linear. */
export function column(g, data, part, x, at, span, middle, gain = 1) {
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
  const top = Math.max(0, middle - gain * high * (middle - 1));
  const bottom = Math.min(2 * middle, middle - gain * low * (middle - 1));
  g.fillRect(x, top, 1, Math.max(1, bottom - top));
}

/** The fades of a clip of which the seconds from `from` on are seen. */
export function fades(g, layer, { from, long, perSecond, height }) {
  const rise = Math.min(long, layer.fade_in_s);
  const fall = Math.min(long, layer.fade_out_s);
  const x = (s) => (s - from) * perSecond;
  g.strokeStyle = colour("--st-text");
  g.lineWidth = 1;
  if (rise * perSecond >= 1) wedge(g, [x(0), 0], [x(rise), 0], [x(0), height]);
  if (fall * perSecond >= 1) wedge(g, [x(long), 0], [x(long - fall), 0], [x(long), height]);
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
