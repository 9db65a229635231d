// The effects of a layer: which there are, what can be turned on them and how far, and how a list of them changes. No
// page and no sound in here.

import { fmtNumber } from "../core/format.js";

export const MOST_EFFECTS = 8;

const plain = (digits, unit = "") => (value) => [fmtNumber(value, digits), unit].filter(Boolean).join(" ");
const share = { low: 0, high: 1, step: 0.01, words: plain(2) };
const frequency_hz = { label: "Frequency", low: 20, high: 20000, step: 1, log: true, moves: true, words: hertz };
const gain_db = { label: "Gain", low: -24, high: 24, step: 0.1, moves: true, words: plain(1, "dB") };
const q = { label: "Q", low: 0.1, high: 10, step: 0.01, log: true, words: plain(2) };
const wet = { label: "Wet", ...share, moves: true };
const dry = { label: "Dry", ...share, moves: true };

/** kind: {name, knobs: {value: limits and words; `moves`: it can have points}, first: values of a new one} */
export const KINDS = {
  high_pass: { name: "High pass", knobs: { frequency_hz, q }, first: { frequency_hz: 80, q: 0.71 } },
  low_pass: { name: "Low pass", knobs: { frequency_hz, q }, first: { frequency_hz: 8000, q: 0.71 } },
  low_shelf: { name: "Low shelf", knobs: { frequency_hz, gain_db }, first: { frequency_hz: 200, gain_db: 0 } },
  high_shelf: { name: "High shelf", knobs: { frequency_hz, gain_db }, first: { frequency_hz: 4000, gain_db: 0 } },
  bell: { name: "Bell", knobs: { frequency_hz, gain_db, q }, first: { frequency_hz: 1000, gain_db: 0, q: 1 } },
  reverb: {
    name: "Reverb",
    knobs: {
      decay_s: { label: "Decay", low: 0.1, high: 10, step: 0.01, log: true, words: plain(2, "s") },
      size_m: { label: "Size", low: 2, high: 60, step: 0.1, log: true, words: plain(1, "m") },
      treble: { label: "Treble", low: 0.1, high: 1, step: 0.01, words: plain(2) },
      wet,
      dry,
    },
    first: { place: "room", decay_s: 1.2, size_m: 8, treble: 0.5, seed: 0, wet: 0.3, dry: 1 },
  },
  echo: {
    name: "Echo",
    knobs: {
      time_s: { label: "Time", low: 0.01, high: 2, step: 0.001, log: true, words: plain(3, "s") },
      feedback: { label: "Feedback", ...share, high: 0.9 },
      wet,
    },
    first: { time_s: 0.35, feedback: 0.35, wet: 0.3 },
  },
};

/** A new effect with the usual values of its kind. */
export function newEffect(kind) {
  return { kind, bypass: false, ...KINDS[kind].first, points: {} };
}

/** The effects that are known here, in order. Layers of an old draft have none. */
export function effectsOf(layer) {
  return (layer.effects || []).filter((effect) => effect.kind in KINDS);
}

/** The points of one value of an effect: [[second of the scene, value], …]. */
export function pointsOf(effect, name) {
  return effect.points?.[name] || [];
}

/** The list with some values of the effect at `at` changed. */
export function withValues(effects, at, values) {
  return effects.map((effect, i) => (i === at ? { ...effect, ...values } : effect));
}

/** The list with other points for one value; none take the name away. */
export function withPoints(effects, at, name, points) {
  const { [name]: _, ...others } = effects[at].points || {};
  return withValues(effects, at, { points: points.length ? { ...others, [name]: points } : others });
}

/** The list with the effect at `at` some places further. */
export function moved(effects, at, by) {
  const next = [...effects];
  next.splice(at + by, 0, ...next.splice(at, 1));
  return next;
}

/** How long a layer sounds on after its own end, in seconds. */
export function tailOf(layer) {
  return effectsOf(layer).reduce((sum, effect) => sum + (effect.kind === "reverb" && !effect.bypass ? effect.decay_s : 0), 0);
}

/** 440 Hz, 1.25 kHz, 12.5 kHz */
function hertz(hz) {
  if (hz < 1000) return `${Math.round(hz)} Hz`;
  return `${Number((hz / 1000).toPrecision(3))} kHz`;
}
