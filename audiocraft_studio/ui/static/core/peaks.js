// Peaks of an asset for a number of columns, and for part of it: asked once, remembered.

import { bytes } from "./api.js";

const REMEMBERED = 400;
const cache = new Map();

/** {min, max, rms}: Float32Array of `columns` values each, full scale 1. */
export function peaks(asset, columns) {
  const key = `${asset.sha256 || asset.id}:${columns}`;
  const known = cache.get(key);
  if (known) return known;
  const made = bytes(`/assets/${asset.id}/peaks?columns=${columns}`).then((data) => {
    const all = new Float32Array(data);
    const n = Math.floor(all.length / 3);
    const found = { n, min: all.subarray(0, n), max: all.subarray(n, 2 * n), rms: all.subarray(2 * n, 3 * n) };
    made.value = found;
    return found;
  });
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  if (cache.size > REMEMBERED) cache.delete(cache.keys().next().value);
  return made;
}

/** The peaks where they are known already, else null; never asks. */
export function knownPeaks(asset, columns) {
  return cache.get(`${asset.sha256 || asset.id}:${columns}`)?.value ?? null;
}
