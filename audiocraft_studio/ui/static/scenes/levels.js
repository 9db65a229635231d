// Arithmetic of a scene: what is heard, how long it is, numbers of weight and pan. No page in here.

import { fmtDb } from "../core/format.js";
import { tailOf } from "./effects.js";

export const MIN_WEIGHT = 0.01; // where "+" starts from silence: −40 dB
export const TYPES = ["ambience", "music", "sfx", "voice", "ui"];

const SOFTLY_S = 0.5; // the longest crossfade of a new loop

/** What a new layer of a type starts with: beds loop and come in softly, the rest plays once. */
export const DEFAULTS = {
  ambience: { weight: 0.6, loop: true, fade_in_s: 1, duration_s: 8 },
  music: { weight: 0.45, loop: true, fade_in_s: 1, duration_s: 12 },
  sfx: { weight: 0.8, loop: false, fade_in_s: 0, duration_s: 4 },
  voice: { weight: 0.9, loop: false, fade_in_s: 0, duration_s: 4 },
  ui: { weight: 0.7, loop: false, fade_in_s: 0, duration_s: 0.5 },
};

/** The layers that are heard: the soloed ones if there are any, else all that are not muted; only those with sound. */
export function audible(scene) {
  const soloed = scene.layers.filter((layer) => layer.solo);
  return (soloed.length ? soloed : scene.layers).filter((layer) => layer.asset && (layer.solo || !layer.mute));
}

/** Where a layer's sound ends when it plays once, with the tails of its reverbs, in seconds. */
export function endOf(layer) {
  return layer.offset_s + passOf(layer) + tailOf(layer);
}

/** Length of a layer's sound in seconds, of one still to be made as well. */
export function passOf(layer) {
  return (layer.asset ? layer.asset_duration_s : layer.duration_s) || 0;
}

/** The crossfade a new layer loops with, in seconds: none where it would blur a rhythm, or a join that was made already. */
export function usualLoopFade(type, seconds, joined = false) {
  return joined || !["ambience", "sfx"].includes(type) ? 0 : Math.round(1000 * Math.min(SOFTLY_S, seconds / 4)) / 1000;
}

/** The crossfade of a loop in samples, of a sound of `n` samples. */
export function loopFade(layer, n, sampleRate) {
  return Math.min(frames(layer.loop_fade_s || 0, sampleRate), Math.floor(n / 2));
}

/** Length of the mix in seconds: as the scene says, else until the last audible layer ends. */
export function mixLength(scene) {
  const heard = audible(scene);
  if (!heard.length) return 0;
  return scene.duration_s || Math.max(...heard.map(endOf));
}

/** How long the scene could last, whatever is muted: until then scattered layers have their times. */
export function soundLength(scene) {
  return scene.duration_s || Math.max(0, ...scene.layers.map(endOf));
}

/** Ids of all sounds that a layer plays. */
export function soundsOf(layer) {
  return [layer.asset, ...(layer.scatter?.variations || [])].filter(Boolean);
}

/** Length of the picture: like the mix, but mute, solo and missing sounds don't change it. */
export function viewLength(scene) {
  return scene.duration_s || Math.max(1, ...scene.layers.map(endOf));
}

/** The part of the scene that a layer fills: {from, to, pass, period} in seconds; a loop begins again each period. */
export function extent(layer, length_s) {
  const pass = passOf(layer);
  const room = Math.max(0, length_s - layer.offset_s);
  const fade = layer.loop ? Math.min(layer.loop_fade_s || 0, pass / 2) : 0;
  const period = pass - fade < room ? pass - fade : pass;
  const long = (layer.loop || layer.scatter) && layer.asset ? room : Math.min(pass, room);
  return { from: layer.offset_s, to: layer.offset_s + Math.max(0, long), pass, period };
}

/** Seconds in samples. Halves go to the even number, as the renderer's rounding does: 1.685 s at 44.1 kHz is one. */
export function frames(seconds, sampleRate) {
  const exact = seconds * sampleRate;
  const near = Math.round(exact);
  return near - exact === 0.5 && near % 2 ? near - 1 : near;
}

export function weightDb(weight) {
  return weight > 0 ? 20 * Math.log10(weight) : Number.NEGATIVE_INFINITY;
}

/** A weight moved by `db`, 0..1. */
export function stepWeight(weight, db) {
  if (weight <= 0) return db > 0 ? MIN_WEIGHT : 0;
  return Math.min(1, weight * 10 ** (db / 20));
}

/** "0.60, −4.4 dB" */
export function weightText(weight) {
  return `${weight.toFixed(2)}, ${fmtDb(weightDb(weight))}`;
}

/** "C", "L18", "R100" */
export function panText(pan) {
  const share = Math.round(100 * Math.abs(pan));
  if (!share) return "C";
  return `${pan < 0 ? "L" : "R"}${share}`;
}

/** "center", "18 % left" */
export function panWords(pan) {
  const share = Math.round(100 * Math.abs(pan));
  if (!share) return "center";
  return `${share} % ${pan < 0 ? "left" : "right"}`;
}

/** A weight from "0.6", "60 %" or "−4.4 dB"; NaN where it is none. */
export function readWeight(text) {
  const found = /^\s*([+\-−]?\s*[\d.,]+|[−-]\s*∞)\s*(dB|%)?\s*$/i.exec(text);
  if (!found) return Number.NaN;
  if (found[1].includes("∞")) return 0;
  const value = Number(found[1].replace("−", "-").replace(",", ".").replace(/\s/g, ""));
  const unit = (found[2] || "").toLowerCase();
  const weight = unit === "db" || value < 0 ? 10 ** (value / 20) : unit === "%" ? value / 100 : value;
  return weight >= 0 && weight <= 1.0001 ? Math.min(1, weight) : Number.NaN;
}

/** A pan from "L18", "18 left", "R 20", "C", "-0.3"; NaN where it is none. */
export function readPan(text) {
  const plain = text.trim().toLowerCase().replace("−", "-").replace(",", ".");
  if (plain === "c" || plain === "center" || plain === "centre") return 0;
  const sided = /^(?:(l|r)[a-z]*\s*([\d.]+)|([\d.]+)\s*%?\s*(l|r)[a-z]*)\s*%?$/.exec(plain);
  if (sided) {
    const share = Number(sided[2] || sided[3]) / 100;
    return share <= 1 ? ((sided[1] || sided[4]) === "l" ? -share : share) : Number.NaN;
  }
  const value = plain === "" ? Number.NaN : Number(plain);
  return value >= -1 && value <= 1 ? value : Number.NaN;
}

const SOUNDING = ["asset", "weight", "pan", "offset_s", "fade_in_s", "fade_out_s", "loop", "weight_points", "scatter", "pan_points", "effects"];

/** Whether a rendered mix (its record) still is what the scene sounds like now. */
export function rendersSame(scene, mix) {
  const key = (layer) => JSON.stringify([...SOUNDING.map((name) => text(layer[name])), text(layer.loop_fade_s || 0)]);
  const now = audible(scene).map(key).sort();
  const then = (mix.recipe.inputs || []).map(key).sort();
  return now.join("\n") === then.join("\n") && Math.abs(mix.duration_s - mixLength(scene)) < 0.002;
}

/** Equal values give equal texts, however old the record is. */
function text(value) {
  if (typeof value === "number") return value.toFixed(6);
  if (Array.isArray(value)) return value.length ? value.map(text) : null;
  if (value && typeof value === "object") return Object.keys(value).sort().map((name) => [name, text(value[name])]); // prettier-ignore
  return value ?? null;
}

/** Round marks for a ruler over `length_s` that is `width` px wide: {step, digits}. */
export function rulerStep(length_s, width) {
  const wanted = (length_s / Math.max(1, width)) * 76;
  const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 15, 30, 60, 120, 300, 600];
  const step = steps.find((one) => one >= wanted) || 1200;
  return { step, digits: step < 0.1 ? 2 : step < 1 ? 1 : 0 };
}

/** 0:03, or 0:03.5 with digits. */
export function rulerText(seconds, digits) {
  const minutes = Math.floor(seconds / 60 + 1e-9);
  const rest = Math.max(0, seconds - 60 * minutes);
  return `${minutes}:${digits ? rest.toFixed(digits).padStart(3 + digits, "0") : String(Math.round(rest)).padStart(2, "0")}`;
}
