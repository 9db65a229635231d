// What is in a file, before anything is done with it: nothing is kept or applied until a button is pressed.

import { send } from "../core/api.js";
import { dialog } from "../core/dialog.js";
import { button, fmtBytes, fmtDuration, fmtHz, h, icon, note, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { badgeList } from "../parts/badges.js";
import { recallButtons } from "../parts/recall.js";
import { facts, hasPrompt, hasRecipe, licence, parameterName, recipeRows, typeMark } from "../parts/words.js";
import { fileAudio } from "./fileaudio.js";
import { importing } from "./import.js";

const SUBTYPES = { PCM_S8: "8-bit", PCM_U8: "8-bit", PCM_16: "16-bit", PCM_24: "24-bit", PCM_32: "32-bit", FLOAT: "32-bit float", DOUBLE: "64-bit float" };
const ENGINES = { sketch: "Sketch", musicgen: "MusicGen", audiogen: "AudioGen", magnet: "MAGNeT" };

let shown = null; // the one that is open: a second file takes its place

/** Opens the view of a file (audio, or a sidecar). */
export async function inspect(file) {
  shown?.close();
  const sound = fileAudio(file);
  const body = h("div", { class: "lib-inspect", role: "status" }, h("p", { class: "st-3" }, `Reading ${fmtBytes(file.size)} …`));
  const acts = h("div", { class: "st-row st-wrap" });
  const box = dialog(file.name, h("div", { class: "lib-inspect-box" }, sound.element, acts, body));
  shown = box;
  box.element.addEventListener("close", () => sound.close());
  try {
    const found = await send("POST", `/inspect?${new URLSearchParams({ name: file.name })}`, file);
    put(body, parts(found));
    put(acts, buttons(found, file, box), sound.play);
    acts.firstChild.focus();
  } catch (error) {
    put(body, note("bad", "This file cannot be read", error.message));
  }
}

function parts(found) {
  const { file, asset, quality, metadata } = found;
  const made = recipeOf(found);
  const named = Object.entries(metadata || {}).filter(([, value]) => value);
  return [
    h("p", { class: "st-small st-2" }, format(file)),
    asset && known(asset),
    h(
      "div",
      { class: "lib-inspect-columns" },
      made ? recipeSection(made, found.changed) : section("Recipe", h("p", { class: "st-small st-2" }, "It carries none.")),
      quality && section("Quality", badgeList({ quality })),
    ),
    named.length > 0 && section("Written in the file", facts(named.map(([name, value]) => [parameterName(name), String(value)]))),
  ];
}

function format({ format: kind, subtype, sample_rate, channels, duration_s, bytes }) {
  const wide = { 1: "mono", 2: "stereo" }[channels] || (channels && `${channels} channels`);
  const parts = [
    [kind, SUBTYPES[subtype]].filter(Boolean).join(" "),
    duration_s && fmtDuration(duration_s),
    sample_rate && `${fmtHz(sample_rate)} ${wide}`,
    fmtBytes(bytes),
  ];
  return parts.filter(Boolean).join(", ");
}

function known(asset) {
  const where = asset.trashed_at ? "in the trash" : `in ${asset.project}`;
  return h("p", { class: "st-small lib-inspect-known" }, h("span", { class: "st-ok" }, icon("check")), `The same sound is ${where}: ${asset.name}`);
}

/** What can be said and used of the recipe, in the shape of an asset; null where there is none. */
function recipeOf({ asset, recipe, record, file }) {
  if (asset && hasRecipe(asset)) return asset;
  if (!recipe) return null;
  const { name, tags, licence: rights } = record || {};
  const { duration_s, sample_rate, channels } = { ...recipe, ...file };
  const made = { name, tags, licence: rights, recipe, duration_s, sample_rate, channels, type: recipe.type || record?.type };
  if (!hasRecipe(made)) return null;
  const engine_name = ENGINES[recipe.engine] || recipe.engine;
  const procedural = recipe.engine === "sketch";
  return { ...made, engine_name, procedural, model_name: procedural ? engine_name : String(recipe.model).split("/").pop() };
}

function recipeSection(made, changed) {
  const rows = [...(made.name ? [["Name", made.name]] : []), ["Type", typeMark(made.type)]];
  rows.push(...recipeRows(made).filter(([name]) => name !== "Format"));
  if (made.licence) rows.push(["Licence", licence(made).text]);
  if (made.tags?.length) rows.push(["Tags", made.tags.join(", ")]);
  const said = "The sound was changed after it was made: the recipe gives the earlier one.";
  const warning = changed && h("p", { class: "st-small st-warn lib-inspect-known" }, icon("warn"), said);
  return section("Recipe", hasPrompt(made) && h("p", { class: "lib-prompt" }, made.recipe.prompt), warning, facts(rows));
}

function section(title, ...children) {
  return h("section", null, h("h3", null, title), children);
}

function buttons(found, file, box) {
  const leave = (act) => () => {
    box.close();
    act();
  };
  const made = recipeOf(found);
  const isAudio = Boolean(found.file.sample_rate);
  const recall = made && hasPrompt(made) ? recallButtons(made, ["prompt", "seed", "all"]) : [];
  for (const one of recall) one.addEventListener("click", () => box.close());
  return [
    found.asset && button("Show in library", { icon: "list", onclick: leave(() => page.send("library", { asset: found.asset })) }),
    isAudio && !found.asset && button("Import", { icon: "plus", kind: "primary", onclick: leave(() => importing.open([{ file, path: file.name }])) }),
    recall,
  ];
}
