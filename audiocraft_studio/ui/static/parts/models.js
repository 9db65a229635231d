// The models as choices of a field, asked once and again whenever their state changes.

import { get } from "../core/api.js";
import { live } from "../core/live.js";

let asked = null;
live.onModels(() => (asked = null));

/** All models (docs/http-api.md). */
export function models() {
  asked ??= get("/models").then((answer) => answer.models);
  asked.catch(() => (asked = null));
  return asked;
}

/** [[id, text], …] of the models that make sounds of `type`. */
export async function modelChoices(type) {
  const fitting = (await models()).filter((model) => model.types.includes(type));
  return fitting.map((model) => [model.id, named(model)]);
}

/** The name of a model, or its id where it is not known. */
export async function modelName(id) {
  return (await models().catch(() => [])).find((model) => model.id === id)?.name || id;
}

function named(model) {
  if (model.procedural) return `${model.name}, procedural`;
  return model.state === "needs download" ? `${model.name}, needs download` : model.name;
}
