// The spectrogram: log frequency, one ramp in both themes, the same time axis as the waveform to the pixel.

import { bytes } from "./api.js";
import { colour, fit } from "./wave.js";

export const LOWEST_HZ = 60;
const REMEMBERED = 24;
const cache = new Map();

function fetched(asset, width, height) {
  const key = `${asset.sha256 || asset.id}:${width}:${height}`;
  if (!cache.has(key)) {
    const made = bytes(`/assets/${asset.id}/spectrogram?width=${width}&height=${height}`);
    made.catch(() => cache.delete(key));
    cache.set(key, made);
    if (cache.size > REMEMBERED) cache.delete(cache.keys().next().value);
  }
  return cache.get(key);
}

/** Paints the spectrogram of an asset into a canvas, one CSS pixel a value. Resolves when it stands. */
export async function spectrogram(canvas, asset) {
  const box = fit(canvas);
  if (!box) return;
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  const wanted = (canvas.spectrogramWanted = `${asset.id}:${width}:${height}`);
  const values = new Uint8Array(await fetched(asset, width, height));
  if (canvas.spectrogramWanted !== wanted) return;
  const ramp = colours();
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = ramp[values[i]];
  const plain = new OffscreenCanvas(width, height);
  plain.getContext("2d").putImageData(image, 0, 0);
  const again = fit(canvas);
  if (!again) return;
  again.g.imageSmoothingEnabled = false;
  again.g.drawImage(plain, 0, 0, again.width, again.height);
}

/** 256 colours along the ramp of the tokens, as little-endian RGBA. */
function colours() {
  const stops = [0, 1, 2, 3, 4, 5].map((i) => {
    const hex = colour(`--st-spec-${i}`);
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  });
  return Uint32Array.from({ length: 256 }, (_, value) => {
    const at = (value / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    const part = at - low;
    const [r, g, b] = [0, 1, 2].map((c) => Math.round(stops[low][c] * (1 - part) + stops[low + 1][c] * part));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}

/** Where a frequency stands: 0 at the top (half the sample rate), 1 at 60 Hz. */
export function frequencyShare(hz, sampleRate) {
  return Math.log(sampleRate / 2 / hz) / Math.log(sampleRate / 2 / LOWEST_HZ);
}
