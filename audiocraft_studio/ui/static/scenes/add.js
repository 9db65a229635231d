// "+ Layer": a new layer from a prompt, or from a sound of the library.

import { button, h, put, typeName } from "../core/dom.js";
import { popover } from "../core/dialog.js";
import { page } from "../core/page.js";
import { areaField, numberField, selectField, textField } from "../parts/fields.js";
import { modelChoices } from "../core/models.js";
import { picker } from "../parts/picker.js";
import { DEFAULTS, TYPES } from "./levels.js";

const typed = { name: "", prompt: "", type: "ambience", model: "sketch", duration_s: null }; // stays until it is added

/** The button, with its panel. `done(layerId)` hears of the new layer. */
export function addButton(store, done) {
  const opener = button("Layer", { icon: "plus", "aria-label": "Add a layer" });
  popover(opener, {
    label: "Add a layer",
    align: "end",
    class: "sc-add",
    fill(panel, close) {
      const body = h("div", { class: "sc-add-body" });
      const ways = [["From a prompt", promptForm], ["From the library", library]].map(([text, fill], i) =>
        h("button", { type: "button", class: "st-btn", role: "radio", "aria-checked": String(i === 0), onclick: () => choose(i, fill) }, text),
      );
      const finish = (id) => {
        close(false);
        done(id);
      };
      const choose = (at, fill) => {
        ways.forEach((way, i) => way.setAttribute("aria-checked", String(i === at)));
        fill(body, store, finish);
      };
      panel.append(h("div", { class: "st-segments sc-add-ways", role: "radiogroup", "aria-label": "Where the sound comes from" }, ways), body);
      promptForm(body, store, finish);
    },
  });
  return opener;
}

/** A panel that picks a sound of the library, under `opener`. */
export function pickButton(text, onPick, props = {}) {
  const opener = button(text, props);
  popover(opener, {
    label: text,
    align: "end",
    class: "sc-add",
    fill(panel, close) {
      const found = picker({ project: page.project, onPick: (asset) => (close(), onPick(asset)) });
      panel.append(h("div", { class: "sc-add-body" }, found.element));
    },
  });
  return opener;
}

function library(body, store, finish) {
  const found = picker({ project: page.project, onPick: (asset) => finish(store.addAsset(asset)) });
  put(body, found.element);
  found.focus();
}

function promptForm(body, store, finish) {
  const prompt = areaField("Prompt", { placeholder: "slow waves on a rocky shore", onInput: (text) => (typed.prompt = text) });
  const name = textField("Name", { hint: "or the start of the prompt", maxlength: 80, onInput: (text) => (typed.name = text) });
  const type = selectField("Type", { choices: TYPES.map((one) => [one, typeName(one)]), onInput: (value) => choose(value) });
  const model = selectField("Model", { onInput: (value) => (typed.model = value) });
  const duration = numberField("Duration", { low: 0.05, high: 600, digits: 1, step: 1, onCommit: (value) => (typed.duration_s = value) });
  const choose = async (value) => {
    typed.type = value;
    duration.set(typed.duration_s ?? DEFAULTS[value].duration_s, true);
    const choices = await modelChoices(value).catch(() => [["sketch", "Sketch, procedural"]]);
    if (typed.type !== value) return; // another type was chosen meanwhile
    if (!choices.some(([id]) => id === typed.model)) typed.model = choices[0]?.[0] || "sketch";
    model.choose(choices);
    model.set(typed.model);
  };
  const add = (generate) => {
    if (!typed.prompt.trim()) {
      prompt.error("Write what should be heard, such as “heavy rain on a tin roof”.");
      prompt.input.focus();
      return;
    }
    const text = typed.prompt.trim();
    const id = store.addLayer({
      type: typed.type,
      model: typed.model,
      prompt: text,
      name: typed.name.trim() || shortName(text),
      ...(typed.duration_s ? { duration_s: typed.duration_s } : {}),
    });
    Object.assign(typed, { name: "", prompt: "", duration_s: null });
    finish(id);
    if (generate) store.generate([id]);
  };
  prompt.input.value = typed.prompt;
  name.input.value = typed.name;
  type.set(typed.type);
  choose(typed.type);
  const form = h(
    "form",
    { class: "sc-form", onsubmit: (event) => (event.preventDefault(), add(true)) },
    prompt.element,
    name.element,
    h("div", { class: "sc-three" }, type.element, model.element, duration.element),
    h("div", { class: "st-row sc-form-foot" }, button("Add", { onclick: () => add(false) }), button("Add and generate", { type: "submit" })),
  );
  prompt.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    add(true);
  });
  put(body, form);
  prompt.input.focus();
}

function shortName(text) {
  const head = text.length <= 32 ? text : text.slice(0, 32).replace(/\s+\S*$/, "");
  return head.charAt(0).toUpperCase() + head.slice(1);
}
