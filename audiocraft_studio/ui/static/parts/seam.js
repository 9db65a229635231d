// A loop's seam in plain words.

import { fmtDb, fmtNumber } from "../core/format.js";

/** [["Level", "0.3 dB, …"], …]: each figure, and how it compares with the same figure all over the sound. */
export function seamRows({ level, slope, spectrum }) {
  return [
    ["Level", `changes by ${fmtDb(level.value)}, ${among(level)}`],
    ["Waveform", `bends ${fmtNumber(slope.value)} times as sharply as around it, ${among(slope)}`],
    ["Spectrum", `changes by ${fmtDb(spectrum.value)}, ${among(spectrum)}`],
  ];
}

/** percentile: of how many percent of the places in the sound the figure is smaller. */
function among({ percentile }) {
  const share = Math.round(percentile);
  if (share <= 0) return "no more than anywhere in this sound";
  if (share >= 100) return "more than anywhere in this sound";
  return `more than at ${share} % of places in this sound`;
}

/** What to make of a loop: {kind: "ok" | "warn", head, text}. */
export function seamVerdict({ faint, heard, level_db }) {
  if (faint) {
    const left = level_db === null ? "the loop is silent" : `the loop is ${fmtNumber(-level_db, 0)} dB quieter than the sound`;
    return { kind: "warn", head: "Next to nothing is left to hear", text: `This sound dies away: ${left}. Loops suit sounds that go on, such as rain, wind or a hum.` };
  }
  if (heard) return { kind: "warn", head: "The join may be heard", text: "Try another length, or a longer crossfade." };
  return { kind: "ok", head: "The join is like any other place in this sound", text: "" };
}
