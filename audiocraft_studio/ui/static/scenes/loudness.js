// Loudness and true peak of a mix, measured in the browser from what the graph renders: ITU-R BS.1770-4, two channels.

import { truePeak } from "./truepeak.js";

const FLAT_DB = 0.047; // of the standard's high-pass far above its corner; the one here has 0

/** {lufs, peak}: integrated loudness (null where it is too short or silent) and true peak, linear. */
export async function measure([left, right], sampleRate) {
  const peak = truePeak([left, right]);
  if (left.length < 0.4 * sampleRate || !peak) return { lufs: null, peak };
  const weighted = await kWeighted([left, right], sampleRate);
  return { lufs: gated(weighted, sampleRate), peak };
}

/** The K curve: the standard's two filters, as the Web Audio API names them. */
async function kWeighted(sides, sampleRate) {
  const context = new OfflineAudioContext(2, sides[0].length, sampleRate);
  const buffer = new AudioBuffer({ length: sides[0].length, numberOfChannels: 2, sampleRate });
  sides.forEach((side, i) => buffer.copyToChannel(side, i));
  const source = new AudioBufferSourceNode(context, { buffer });
  const shelf = new BiquadFilterNode(context, { type: "highshelf", frequency: 1500, gain: 4 });
  const low = new BiquadFilterNode(context, { type: "highpass", frequency: 38.135, Q: 20 * Math.log10(0.50033) });
  source.connect(shelf).connect(low).connect(context.destination);
  source.start();
  const made = await context.startRendering();
  return [made.getChannelData(0), made.getChannelData(1)];
}

/** Blocks of 400 ms every 100 ms; absolute gate at −70 LUFS, relative gate 10 LU below what is left. */
function gated(sides, sampleRate) {
  const hop = Math.round(0.1 * sampleRate);
  const n = Math.floor(sides[0].length / hop);
  const tenths = Array.from({ length: n }, (_, i) => sides.reduce((sum, side) => sum + energy(side, i * hop, hop), 0));
  const blocks = [];
  for (let i = 0; i + 4 <= n; i++) blocks.push((tenths[i] + tenths[i + 1] + tenths[i + 2] + tenths[i + 3]) / (4 * hop));
  const loudness = (power) => -0.691 + FLAT_DB + 10 * Math.log10(power);
  const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const heard = blocks.filter((power) => power > 0 && loudness(power) > -70);
  if (!heard.length) return null;
  const gate = loudness(mean(heard)) - 10;
  return loudness(mean(heard.filter((power) => loudness(power) > gate)));
}

function energy(side, from, count) {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += side[i] * side[i];
  return sum;
}
