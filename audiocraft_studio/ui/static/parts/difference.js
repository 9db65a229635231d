// Where and how much two renders of one sound differ, in words.

import { fmtNumber } from "../core/format.js";

const LEVEL_DB = 0.05; // less is not heard and not worth a word
const ALL = 0.98;

/**
 * "close: differs from 1.2 s to 3.4 s, 28 dB below the sound; level +0.3 dB". verdict: "close" or "different";
 * difference_db: energy of the difference against the sound's; difference: as in the result of a "regenerate" job
 * (docs/http-api.md), or null where the earlier file cannot be read.
 */
export function differenceWords({ verdict, difference_db, difference }) {
  const head = verdict === "close" ? "close: differs" : "different";
  if (!difference) return "not the samples it had; its file cannot be read, so nobody can say how far off";
  if (difference.other_format) return ["different: another sample rate or number of channels", length(difference.length_s)].filter(Boolean).join("; ");
  const parts = [
    `${head} ${place(difference)}, ${depth(difference_db)}`,
    Math.abs(difference.level_db) >= LEVEL_DB ? `level ${signed(difference.level_db, 1)} dB` : "",
    length(difference.length_s),
  ];
  return parts.filter(Boolean).join("; ");
}

/** Where it differs most, as a sentence for a title. */
export function worstWords({ worst_s, share }) {
  if (worst_s === null || worst_s === undefined) return "";
  return `Most at ${seconds(worst_s)}; ${Math.max(1, Math.round(100 * share))} % of the sound differs`;
}

function place({ first_s, last_s, share }) {
  if (share >= ALL || first_s === null || last_s === null) return "throughout";
  if (seconds(first_s) === seconds(last_s)) return `at ${seconds(first_s)}`;
  return `from ${seconds(first_s)} to ${seconds(last_s)}`;
}

function depth(db) {
  if (db === null || db === undefined || db < -180) return "too little to measure";
  const below = Math.round(-db);
  if (below >= 1) return `${below} dB below the sound`;
  return below <= -1 ? `${-below} dB above the sound` : "as loud as the sound";
}

function length(change_s) {
  if (!change_s || Math.abs(change_s) < 0.005) return "";
  return `${fmtNumber(Math.abs(change_s), 2)} s ${change_s > 0 ? "longer" : "shorter"}`;
}

function seconds(s) {
  return `${fmtNumber(s, s < 1 ? 2 : 1)} s`;
}

function signed(value, digits) {
  return `${value > 0 ? "+" : ""}${fmtNumber(value, digits)}`;
}
