// What of a layer can move along its lane: its weight, its pan, and values of its effects.

import { KINDS, effectsOf, pointsOf, withPoints } from "./effects.js";
import { panText, weightText } from "./levels.js";

export const WEIGHT = "weight";

const thousandths = (value) => Math.round(value * 1000) / 1000;

/**
 * All of them: [{key, label, low, high, log, step, words(value), base, points, edit(points)}]. base: the value without
 * points; edit: what is to be written into the layer for other points; step: of the arrow keys, as a share of the lane.
 */
export function movables(layer) {
  const effects = effectsOf(layer);
  return [
    { key: WEIGHT, label: "Weight", low: 0, high: 1, words: weightText, base: layer.weight, points: layer.weight_points || [], edit: (points) => ({ weight_points: points }) },
    { key: "pan", label: "Pan", low: -1, high: 1, words: panText, base: layer.pan, points: layer.pan_points || [], edit: (points) => ({ pan_points: points }) },
    ...effects.flatMap((effect, at) => ofEffect(effects, effect, at)),
  ];
}

/** The one with a key; the weight where there is none (any more). */
export function movable(layer, key) {
  const all = movables(layer);
  return all.find((one) => one.key === key) || all[0];
}

/** The key of a value of the effect at `at`. */
export function keyOf(effect, at, name) {
  return `${at}:${effect.kind}:${name}`;
}

/** Where a value stands between the lower end of the lane (0) and the upper one (1). */
export function shareOf({ low, high, log }, value) {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** The value at a share of the lane's height, with as many digits as make a difference. */
export function valueOf({ low, high, log }, share) {
  const bound = Math.max(0, Math.min(1, share));
  return log ? Number((low * (high / low) ** bound).toPrecision(4)) : thousandths(low + bound * (high - low));
}

function ofEffect(effects, effect, at) {
  const { name: kind, knobs } = KINDS[effect.kind];
  const same = effects.filter((one) => one.kind === effect.kind);
  const called = same.length > 1 ? `${kind} ${same.indexOf(effect) + 1}` : kind;
  return Object.entries(knobs).filter(([, knob]) => knob.moves).map(([name, knob]) => ({
    ...knob,
    key: keyOf(effect, at, name),
    label: `${called}, ${knob.label.toLowerCase()}`,
    base: effect[name],
    points: pointsOf(effect, name),
    edit: (points) => ({ effects: withPoints(effects, at, name, points) }),
  })); // prettier-ignore
}
