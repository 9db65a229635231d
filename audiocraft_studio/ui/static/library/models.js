// The models of the studio, asked once and again when something about them changed.

import { get } from "../core/api.js";
import { live } from "../core/live.js";

let asked = null;

/** All models, as in docs/http-api.md. Throws ApiError. */
export function models() {
  if (!asked) {
    asked = get("/models").then((answer) => answer.models);
    asked.catch(() => (asked = null));
  }
  return asked;
}

/** `fn()` hears that the models changed. Returns what ends it. */
export function onModels(fn) {
  return live.onModels(fn);
}

/** The models that make sounds of a type. */
export function fitting(all, type) {
  return all.filter((model) => model.types.includes(type));
}

/** The model to take for a type: the wanted one where it fits, else one that is ready now. */
export function pick(all, type, wanted) {
  const able = fitting(all, type);
  const rank = { loaded: 0, loading: 1, "on disk": 2, "built in": 3, "needs download": 4 };
  return able.find((model) => model.id === wanted) || able.sort((a, b) => rank[a.state] - rank[b.state])[0] || all[0];
}

live.onModels(() => (asked = null));
