// The Clip tab: the layer under the hands. When it starts, how it fades, what sound it has and how to make another.

import { button, fmtDuration, h, put, typeName } from "../core/dom.js";
import { assets } from "../core/assets.js";
import { absence, quietly } from "../core/attempt.js";
import { areaField, numberField, selectField, textField } from "../parts/fields.js";
import { modelChoices } from "../core/models.js";
import { pickButton } from "./add.js";
import { TYPES, passOf } from "./levels.js";

/** {element, update()} */
export function clipPanel(store) {
  const edit = (key) => (value) => store.editLayer(store.selected, key, { [key]: value });
  const name = h("input", { class: "st-input sc-clip-title", type: "text", maxlength: 80, "aria-label": "Name of the layer", autocomplete: "off" });
  name.addEventListener("input", () => edit("name")(name.value));
  const origin = h("span", { class: "st-small st-3 st-ellipsis" });
  const make = button("Generate", { onclick: () => store.generate([store.selected]) });
  const replace = pickButton("Replace", (asset) => store.replaceAsset(store.selected, asset));
  const remove = button("Remove", { kind: "quiet", onclick: () => store.removeLayer(store.selected) });
  const fields = {
    offset_s: numberField("Offset", { high: 3600, digits: 3, step: 0.01, onCommit: edit("offset_s") }),
    fade_in_s: numberField("Fade in", { onCommit: edit("fade_in_s") }),
    fade_out_s: numberField("Fade out", { onCommit: edit("fade_out_s") }),
    loop: selectField("Loop", { choices: [["once", "Once"], ["loop", "Until the end"]], onInput: (value) => edit("loop")(value === "loop") }),
    loop_fade_s: numberField("Loop crossfade", { high: 600, digits: 3, step: 0.05, onCommit: (value) => crossOver(value) }),
    type: selectField("Type", { choices: TYPES.map((one) => [one, typeName(one)]), onInput: edit("type") }),
    prompt: areaField("Prompt", { rows: 1, onInput: edit("prompt") }),
    model: selectField("Model", { onInput: edit("model") }),
    duration_s: numberField("Duration", { low: 0.05, digits: 1, step: 0.5, hint: "of a new take", onCommit: edit("duration_s") }),
  };
  const crossOver = (seconds) => {
    const most = Math.min(seconds, half(store.layer));
    edit("loop_fade_s")(most);
    fields.loop_fade_s.set(most, true);
  };
  const body = h(
    "div",
    { class: "sc-clip-body" },
    h("div", { class: "st-row sc-clip-head" }, name, origin, h("span", { class: "st-space" }), replace, make, remove),
    h("div", { class: "sc-six" }, ["offset_s", "fade_in_s", "fade_out_s", "loop", "loop_fade_s", "type"].map((key) => fields[key].element)),
    h("div", { class: "sc-make" }, ["prompt", "model", "duration_s"].map((key) => fields[key].element)),
  );
  const nothing = h("p", { class: "st-small st-3 st-pad" }, "Pick a layer to see its clip.");
  const element = h("div", null, nothing, body);
  let type = "";

  async function offerModels(wanted) {
    const choices = await modelChoices(wanted).catch(quietly);
    if (wanted !== type) return;
    if (!choices) type = ""; // asked again at the next change
    else {
      fields.model.choose(choices);
      fields.model.set(store.layer?.model || "sketch");
    }
  }

  return {
    element,
    update() {
      const { layer } = store;
      body.hidden = !layer;
      nothing.hidden = Boolean(layer);
      if (!layer) return;
      if (document.activeElement !== name) name.value = layer.name;
      for (const key of ["offset_s", "fade_in_s", "fade_out_s", "duration_s"]) fields[key].set(layer[key]);
      fields.loop.set(layer.loop ? "loop" : "once");
      fields.loop_fade_s.set(layer.loop_fade_s || 0);
      fields.loop_fade_s.input.disabled = !layer.loop;
      fields.loop_fade_s.input.title = layer.loop ? "How long the end of a pass overlaps the next one, up to half of the sound" : "It plays once";
      fields.type.set(layer.type);
      if (document.activeElement !== fields.prompt.input) fields.prompt.input.value = layer.prompt;
      if (type !== layer.type) offerModels((type = layer.type));
      fields.model.set(layer.model);
      const working = store.work.making(layer);
      make.textContent = working ? "Generating" : layer.asset ? "Regenerate" : "Generate";
      make.disabled = working || !layer.prompt;
      make.title = !layer.prompt ? "It has no prompt" : layer.asset ? "Makes a new take from the prompt; this one stays in the library" : "";
      showOrigin(origin, layer);
      showWrong(fields, store.wrong);
    },
  };
}

/** The longest crossfade of a layer's loop, in seconds. */
function half(layer) {
  return Math.floor(500 * passOf(layer)) / 1000;
}

async function showOrigin(origin, layer) {
  const gone = "is not in the library any more";
  origin.dataset.asset = layer.asset || "";
  if (!layer.asset) return put(origin, layer.lost ? `its sound ${gone}` : "no sound yet");
  const asset = assets.known(layer.asset) || (await assets.get(layer.asset).catch((error) => ({ error })));
  if (origin.dataset.asset !== layer.asset) return undefined; // another layer is shown by now
  if (asset.error) return put(origin, `its sound ${absence(asset.error, gone)}`);
  const seed = asset.recipe?.engine && !["Imported", "Scene mix", "Synthetic voice"].includes(asset.engine_name) ? `seed ${asset.recipe.seed}` : "";
  return put(origin, [asset.name !== layer.name && asset.name, asset.model_name, seed, fmtDuration(asset.duration_s)].filter(Boolean).join(" · "));
}

const NAMED = { Offset: "offset_s", "Fade in": "fade_in_s", "Fade out": "fade_out_s", "Loop crossfade": "loop_fade_s", Duration: "duration_s", Prompt: "prompt", Type: "type", Model: "model" };

/** An error that the server gave stands at its field. */
function showWrong(fields, wrong) {
  const key = NAMED[wrong?.field];
  if (key) fields[key].error(wrong.message);
  for (const one of ["prompt", "type", "model"]) if (one !== key) fields[one].error("");
}
