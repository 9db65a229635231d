// True peak: the highest level between the samples, four times oversampled (ITU-R BS.1770-5, annex 2), for saying
// beforehand whether a render will be limited.

const OVERSAMPLING = 4;
const REACH = 16; // samples on each side that the curve is drawn from
const BLOCK = 64;
const RISE = 1.5; // in practice no curve rises farther above the samples around it

/** The highest magnitude of the curves through `sides` (Float32Arrays), linear. */
export function truePeak(sides) {
  const phases = Array.from({ length: OVERSAMPLING - 1 }, (_, i) => kernel((i + 1) / OVERSAMPLING));
  const most = (side) => side.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
  return sides.reduce((best, side) => between(side, phases, best), Math.max(0, ...sides.map(most)));
}

/** The larger of `best` and the highest point between the samples; stretches that cannot reach that are left out. */
function between(side, phases, best) {
  for (let start = 0; start < side.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, side.length);
    let near = 0;
    for (let i = start; i <= end; i++) near = Math.max(near, Math.abs(side[i] ?? 0));
    if (near * RISE <= best) continue;
    for (let i = start; i < end; i++) {
      if (Math.max(Math.abs(side[i]), Math.abs(side[i + 1] ?? 0)) * RISE <= best) continue;
      for (const taps of phases) best = Math.max(best, Math.abs(at(side, i, taps)));
    }
  }
  return best;
}

function at(side, i, taps) {
  let sum = 0;
  const first = i - REACH + 1;
  const end = Math.min(taps.length, side.length - first);
  for (let k = Math.max(0, -first); k < end; k++) sum += taps[k] * side[first + k];
  return sum;
}

/** What the samples around count at `share` of the way from one to the next: a sinc under a Hann window. */
function kernel(share) {
  return Float64Array.from({ length: 2 * REACH }, (_, k) => {
    const x = k - REACH + 1 - share;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * Math.cos((Math.PI * x) / (2 * REACH)) ** 2;
  });
}
