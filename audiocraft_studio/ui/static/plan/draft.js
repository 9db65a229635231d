// The definition form's values: as they are typed, kept in the browser until they are stored.

import { readList, variables, writeList } from "./words.js";

const KEY = "studio.plan.draft.";
const PLAIN = ["name", "type", "category", "subcategory", "purpose", "area", "event", "template", "model", "duration_s", "params", "file_name", "required"];
const EMPTY = {
  name: "", type: "sfx", category: "", subcategory: "", purpose: "", area: "", event: "", template: "", model: "sketch",
  duration_s: 3, params: {}, file_name: "{area}_{sound}_{n:02}", required: 3, options: {}, tags: [],
}; // prettier-ignore

/** Form values of a stored sound, or of a new one that starts from `start`. */
export function valuesOf(sound = null, start = {}) {
  const from = sound || { ...EMPTY, ...start };
  const values = Object.fromEntries(PLAIN.map((key) => [key, from[key]]));
  values.options = Object.fromEntries(Object.entries(from.options).map(([name, list]) => [name, writeList(list)]));
  values.tags = writeList(from.tags);
  return structuredClone(values);
}

/** The sound that the values mean, as the server takes it. */
export function soundOf(values, id = "") {
  const sound = Object.fromEntries(PLAIN.map((key) => [key, values[key]]));
  sound.options = Object.fromEntries(variables(values.template).map((name) => [name, readList(values.options[name] || "")]));
  sound.tags = readList(values.tags);
  return { ...sound, ...(id ? { id } : {}) };
}

export function sameValues(a, b) {
  return JSON.stringify(soundOf(a)) === JSON.stringify(soundOf(b));
}

/** What was typed and not stored: {at, values}, or null. */
export function keptDraft(project, id) {
  try {
    const kept = JSON.parse(localStorage.getItem(`${KEY}${project}.${id}`));
    return kept?.values?.template === undefined ? null : kept;
  } catch {
    return null;
  }
}

export function keepDraft(project, id, values) {
  try {
    localStorage.setItem(`${KEY}${project}.${id}`, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A full store costs the safety net, not what is in the form.
  }
}

export function forgetDraft(project, id) {
  localStorage.removeItem(`${KEY}${project}.${id}`);
}

/** What a definition takes over from an asset that was sent here. */
export function startFrom(asset) {
  const recipe = asset.recipe || {};
  const values = recipe.template ? recipe.values || {} : {};
  return {
    name: asset.name,
    type: asset.type,
    category: asset.category,
    subcategory: asset.subcategory,
    template: recipe.template || recipe.prompt || "",
    options: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]])),
    tags: asset.tags || [],
    ...(recipe.model ? { model: recipe.model, params: recipe.params || {} } : {}),
    duration_s: recipe.duration_s || asset.duration_s,
  };
}
