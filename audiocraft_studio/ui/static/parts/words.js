// An asset in words: its status, its licence, its recipe, its parameters.

import { fmtDuration, fmtHz, h, icon, typeName } from "../core/dom.js";

const STATUS = {
  take: ["wave", ""],
  approved: ["check", "st-ok"],
  rejected: ["close", "st-bad"],
  delivered: ["extend", "st-info"],
};

const PARAMETERS = { cfg_coef: "Guidance", top_k: "Top k", top_p: "Top p", width: "Stereo width", start_s: "From, s", crossfade_s: "Crossfade, s" };

const DEVICES = { cpu: "CPU", cuda: "GPU", mps: "Apple GPU" };

const PRECISIONS = {
  float32: "full precision (float32)",
  float16: "half precision (float16)",
  bfloat16: "half precision (bfloat16)",
  int8: "8-bit weights",
  "int8 compiled": "8-bit weights, compiled",
  "float32 compiled": "full precision (float32), compiled",
};

/** Icon and word of a status; the word has a class of its own, so that narrow lists can drop it. */
export function statusMark(status) {
  const [name, tone] = STATUS[status] || STATUS.take;
  return h("span", { class: `st-mark ${tone}`, title: status }, icon(name), h("span", { class: "st-mark-word" }, status));
}

/** A type as swatch and word. */
export function typeMark(type) {
  return h("span", { class: "st-type", "data-type": type }, h("i", { class: "st-swatch" }), h("span", null, typeName(type)));
}

/** {text, warn}: warn where the licence does not allow to sell the sound. */
export function licence(asset) {
  const text = asset.licence || "not known";
  if (/\bNC\b/i.test(text)) return { text: `${text.replace(/-(?=\d)/, " ").replace("CC-BY", "CC BY")}, not for sale`, warn: true };
  return { text, warn: false };
}

/** Whether an engine made it, so that its recipe can be run again. */
export function hasRecipe(asset) {
  return Boolean(asset.recipe?.engine) && asset.recipe.engine !== "import";
}

/** Whether prompt and seed can be used for another sound. */
export function hasPrompt(asset) {
  return hasRecipe(asset) && !["mixer", "loop", "speech"].includes(asset.recipe.engine);
}

/** "guidance_scale" as "Guidance scale", and the few that need other words. */
export function parameterName(name) {
  if (PARAMETERS[name]) return PARAMETERS[name];
  const plain = name.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A value of a recipe as it is written: no digits that floating point made up, a true minus. */
export function valueText(value) {
  if (typeof value === "number") return String(Number(value.toPrecision(7))).replace("-", "−");
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a model computed in, in words: "8-bit weights, compiled". */
export function precisionWords(precision) {
  return PRECISIONS[precision] || precision;
}

/** The recipe as [name, text] pairs: model, engine, seed, format, then every parameter. */
export function recipeRows(asset) {
  const recipe = asset.recipe || {};
  const format = `${fmtDuration(asset.duration_s)}, ${fmtHz(asset.sample_rate)} ${asset.channels === 2 ? "stereo" : "mono"}`;
  if (!hasRecipe(asset)) return [["Format", format]];
  const rows = [["Engine", `${asset.engine_name} ${recipe.engine_version || ""}`.trim()]];
  if (recipe.engine !== "speech") rows.unshift(["Model", asset.model_name]);
  if (hasPrompt(asset)) rows.push(["Seed", String(recipe.seed)]);
  rows.push(["Format", format]);
  if (recipe.weights) rows.push(["Weights", recipe.weights.slice(0, 12)]);
  if (!asset.procedural && hasPrompt(asset)) rows.push(["Made on", `${DEVICES[recipe.device] || recipe.device}, ${precisionWords(recipe.precision)}`]);
  for (const guide of recipe.conditioning || []) rows.push([parameterName(guide.role), guide.name || guide.asset_id || "a file"]);
  for (const [name, value] of Object.entries(recipe.params || {})) rows.push([parameterName(name), valueText(value)]);
  if (recipe.inputs?.length && recipe.engine !== "loop") rows.push(["Layers", String(recipe.inputs.length)]);
  return rows;
}

/** A list of names and values. */
export function facts(rows) {
  return h(
    "dl",
    { class: "st-facts" },
    rows.map(([name, value]) => [h("dt", null, name), h("dd", null, value)]),
  );
}

/** A name that is cut in the middle where it is long, so that takes of one prompt can still be told apart. */
export function nameParts(name) {
  const [, start, take = ""] = name.match(/^(.*?)(, take \d+(?:, again)*|(?:, again)+)?$/s);
  return h("span", { class: "st-name-parts" }, h("span", { class: "st-ellipsis" }, start), take && h("span", null, take));
}
