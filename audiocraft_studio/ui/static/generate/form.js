// The form as a whole: remembered across reloads, its number of takes checked at the field.

import { h, icon } from "../core/dom.js";
import { giveBackTyped } from "../core/early.js";
import { desk } from "./desk.js";
import { complain } from "./field.js";
import { foldHint } from "./folds.js";
import { store } from "../core/store.js";
import { turned } from "./turned.js";

const KEY = "studio.generate.form";
const NAMES = ["prompt", "type", "model", "preset", "takes", "duration", "seed", "params", "guides", "tags"];

let restored = false;

export function mount(element, { props }) {
  globalThis.studio.form = {
    ready: false,
    keep,
    now: () => ({ ...kept(), params: turned.over(kept().params || {}) }),
    complete,
    started: () => desk.pressed(),
    restored: (values) => {
      restored = true;
      keep(values);
      giveBackTyped();
      globalThis.studio.form.ready = true;
    },
  };
  element.remove();
  checkTakes(props.max_takes);
  colourTypes();
}

/** Gradio calls this with the values of all fields whenever one changes. */
function keep(values) {
  const raw = Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));
  const form = {
    prompt: raw.prompt || "",
    type: raw.type,
    model: raw.model,
    preset: raw.preset || "",
    takes: raw.takes,
    duration_s: raw.duration?.value ?? null,
    seed: raw.seed?.seed ?? null,
    params: raw.params?.values || {},
    melody: raw.guides?.melody ?? null,
    continue_from: raw.guides?.continue_from ?? null,
    notes: raw.guides?.notes ?? null,
    tags: raw.tags || "",
  };
  // Until the remembered values are back, the defaults must not take their place.
  if (restored) store.keep(KEY, form);
  if (current && current.model !== form.model) turned.clear();
  turned.settle(form.params);
  current = form;
  showHints(form, raw);
  document.dispatchEvent(new Event("studio:form"));
}

/** The values of all fields, for Gradio, with the params that are still on their way into the form. */
function complete(values) {
  const at = NAMES.indexOf("params");
  const params = values[at] || {};
  return values.with(at, { ...params, values: turned.over(params.values || {}) });
}

/** What the closed folds hold; their contents are drawn only once they are opened. */
function showHints(form, { params, guides }) {
  const tags = form.tags.split(",").map((tag) => tag.trim()).filter(Boolean);
  foldHint("gen-tags", tags.length ? tags.join(", ") : "none");
  const changed = (params?.fields || []).filter((one) => one.name in form.params);
  const usual = params?.fields?.length ? "as usual" : "none";
  foldHint("gen-advanced", changed.map((one) => `${one.label.toLowerCase()} ${form.params[one.name]}`).join(", ") || usual);
  const chosen = [form.melody && "melody", form.continue_from && "continues a sound", form.notes && "plays notes"].filter(Boolean);
  const able = guides?.takes_melody || guides?.takes_continuation || guides?.takes_notes;
  foldHint("gen-guides", chosen.join(", ") || (able ? "none" : `not with ${guides?.model}`));
}

let current = null;

function kept() {
  return current || remembered() || {};
}

/** The form as this browser was left with; null on a first visit. */
export function remembered() {
  return store.json(KEY, null);
}

function checkTakes(most) {
  const input = document.querySelector("#gen-takes input");
  if (!input) return;
  const error = h("p", { class: "st-field-error gen-takes-error", id: "gen-takes-error", role: "alert", hidden: true });
  document.querySelector(".gen-pair").after(error);
  input.setAttribute("aria-describedby", error.id);
  input.min = 1;
  input.max = most;
  input.addEventListener("input", () => {
    const problem = complain(input.value, { minimum: 1, maximum: most, integer: true, empty: false });
    error.hidden = !problem;
    error.replaceChildren(...(problem ? [icon("warn"), `Takes: ${problem}`] : []));
    input.setAttribute("aria-invalid", String(Boolean(problem)));
  });
}

/** The swatches of the types, for style sheets that cannot know their order. */
function colourTypes() {
  const types = { Music: "music", SFX: "sfx", Ambience: "ambience", Voice: "voice", UI: "ui" };
  for (const label of document.querySelectorAll(".gen-type label")) {
    const type = types[label.textContent.trim()];
    if (type) label.dataset.type = type;
  }
}
