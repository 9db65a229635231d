// The models of the studio, asked for once, and again whenever something about them changed.

import { get } from "./api.js";
import { fmtHz } from "./format.js";
import { live } from "./live.js";

const READINESS = { loaded: 0, loading: 1, "on disk": 2, "built in": 3, "needs download": 4 };

let known = null;
let asking = null;
const listeners = new Set();

/** The last answer: {device, memory_bytes, memory_limit_bytes, models} as in docs/http-api.md, or null. */
export function knownModels() {
  return known;
}

/** All models. Throws ApiError. */
export async function models() {
  asking ??= refreshModels();
  return (await asking).models;
}

/** Asks again and tells everyone. Resolves to the answer. */
export function refreshModels() {
  const answer = get("/models").then((said) => {
    if (asking && asking !== answer) return asking;
    known = said;
    for (const fn of [...listeners]) fn(said);
    return said;
  });
  asking = answer;
  answer.catch(() => asking === answer && (asking = null));
  return answer;
}

/** `fn(answer)` hears of each answer, and of the last one now. Returns a function that ends it. */
export function onModels(fn) {
  listeners.add(fn);
  if (known) fn(known);
  return () => listeners.delete(fn);
}

/** The models that make sounds of a type. */
export function fitting(all, type) {
  return all.filter((model) => model.types.includes(type));
}

/** The model to take for a type: the wanted one where it fits, else the one that is ready soonest. */
export function pick(all, type, wanted) {
  const able = fitting(all, type);
  const soonest = (a, b) => READINESS[a.state] - READINESS[b.state];
  return able.find((model) => model.id === wanted) || [...able].sort(soonest)[0] || all[0];
}

/** [[id, text], …] of the models that make sounds of `type`, as choices of a field. Throws ApiError. */
export async function modelChoices(type) {
  return choices(fitting(await models(), type));
}

/** The same of models that are at hand. */
export function choices(list) {
  return list.map((model) => [model.id, named(model)]);
}

function named(model) {
  if (model.procedural) return `${model.name}, procedural`;
  return model.state === "needs download" ? `${model.name}, needs download` : model.name;
}

/** What a model can do at most, and what its weights allow. */
export function described({ procedural, note, sample_rate, channels, licence }) {
  if (procedural) return note;
  const reach = `${fmtHz(sample_rate)} ${channels === 2 ? "stereo" : "mono"}, so nothing above ${fmtHz(sample_rate / 2)}.`;
  if (licence === "unknown") return `${reach} The licence of its weights is not known.`;
  return `${reach} ${licence.replaceAll("-", " ").replace("CC BY NC", "CC BY-NC")} weights.`;
}

live.onModels(() => refreshModels().catch(() => {}));
