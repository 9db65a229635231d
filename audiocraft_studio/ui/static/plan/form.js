// The definition of one sound. What is typed is kept in the browser until it is saved; errors stand at their field.

import { ApiError } from "../core/api.js";
import { button, h, icon, put, typeName } from "../core/dom.js";
import { dialog } from "../core/dialog.js";
import { toast } from "../core/toast.js";
import { areaField, numberField, selectField, textField } from "../parts/fields.js";
import { modelChoices, models } from "../core/models.js";
import { forgetDraft, keepDraft, keptDraft, sameValues, soundOf, valuesOf } from "./draft.js";
import { options } from "./options.js";
import { params } from "./params.js";
import { NEW } from "./store.js";
import { fileName, prompts } from "./words.js";

const TYPES = ["sfx", "ambience", "music", "voice", "ui"];
const FIELDS = { Sound: "name", Prompt: "template", Type: "type", Required: "required", Area: "area", Category: "category", Subcategory: "subcategory", Purpose: "purpose", Event: "event", Tags: "tags", Model: "model", Duration: "duration_s", "File name": "file_name" }; // prettier-ignore

/** {element, update(), save(), focus(), startNew(start)} */
export function form(store, made) {
  let values = valuesOf();
  let stored = null; // the values as the server has them; null for a new sound
  let shown = null; // whose values these are: project and id
  let restored = false;

  const type = (key) => (value) => change({ [key]: value });
  const f = {
    name: textField("Name", { maxlength: 80, onInput: type("name") }),
    type: selectField("Type", { choices: TYPES.map((one) => [one, typeName(one)]), onInput: changeType }),
    required: numberField("Required", { low: 0, high: 1000, digits: 0, unit: "", step: 1, eager: true, onCommit: (n) => change({ required: Math.round(n) }) }),
    area: textField("Area", { hint: "in the game", placeholder: "Harbour", onInput: type("area") }),
    event: textField("Event", { placeholder: "gate_open", onInput: type("event") }),
    category: textField("Category", { onInput: type("category") }),
    subcategory: textField("Subcategory", { onInput: type("subcategory") }),
    purpose: textField("Purpose", { placeholder: "what it tells the player", onInput: type("purpose") }),
    template: areaField("Prompt template", { rows: 2, placeholder: "{weight} iron gate {action}, close, dry", onInput: type("template") }),
    tags: textField("Tags", { placeholder: "metal, gate", onInput: type("tags") }),
    model: selectField("Model", { onInput: changeModel }),
    duration_s: numberField("Duration", { low: 0.05, high: 600, digits: 1, step: 0.5, eager: true, onCommit: type("duration_s") }),
    file_name: textField("File name", { onInput: type("file_name") }),
  };
  const areas = h("datalist", { id: "pl-areas" });
  f.area.input.setAttribute("list", areas.id);
  const values_ = options((name, text) => change({ options: { ...values.options, [name]: text } }));
  const parameters = params((next) => change({ params: next }));
  const file = h("p", { class: "st-hint pl-file" });
  const title = h("h3", { class: "st-title st-ellipsis" });
  const state = h("span", { class: "st-small st-3 st-ellipsis", role: "status" });
  const save = button("Save", { onclick: () => keep(), title: "Ctrl S" });
  const discard = button("Discard", { kind: "quiet", class: "st-btn-small", onclick: drop });
  const note = h("div", { class: "pl-note", hidden: true });
  const wrong = h("p", { class: "st-field-error", role: "alert", hidden: true });
  const remove = button("Delete sound", { icon: "trash", kind: "quiet", class: "st-btn-small pl-delete", onclick: ask });
  const two = (...all) => h("div", { class: "pl-two" }, all.map((one) => one.element));
  const more = h(
    "details",
    { class: "pl-preview" },
    h("summary", { class: "st-small st-2" }, "Tags, category, purpose, parameters"),
    h("div", { class: "pl-more" }, f.tags.element, two(f.category, f.subcategory), f.purpose.element, parameters.element),
  );
  const body = h(
    "form",
    { class: "pl-form", onsubmit: (event) => (event.preventDefault(), keep()) },
    wrong, f.name.element, two(f.type, f.required), two(f.area, f.event), f.template.element, values_.element,
    two(f.model, f.duration_s), f.file_name.element, file, more, areas, h("button", { type: "submit", hidden: true, tabindex: -1 }),
  ); // prettier-ignore
  const close = button("Close", { kind: "quiet", class: "pl-close", onclick: () => element.classList.remove("pl-open") });
  const element = h(
    "aside",
    { class: "pl-right", "aria-label": "Definition" },
    h("div", { class: "pl-head" }, title, state, h("span", { class: "st-space" }), save, close),
    note,
    h("div", { class: "pl-right-scroll st-scroll" }, body, made.element, remove),
  );

  function key() {
    return store.chosen ? `${store.project}/${store.chosen}` : null;
  }

  /** Follows the store: another sound, or the same one stored by someone else. */
  function update() {
    const now = key();
    element.hidden = !now;
    if (!now) {
      shown = null;
      return;
    }
    const fresh = store.sound ? valuesOf(store.sound) : null;
    if (now !== shown) open(now, fresh);
    else if (fresh && stored && !sameValues(fresh, stored)) {
      const mine = !sameValues(values, stored);
      stored = fresh;
      if (!mine) values = structuredClone(fresh);
      fill();
    }
    made.update(store.sound);
    remove.hidden = !store.sound;
    areas.replaceChildren(...store.areas.filter((one) => one.area).map((one) => h("option", { value: one.area })));
  }

  function open(now, fresh) {
    shown = now;
    stored = fresh;
    const kept = keptDraft(store.project, store.chosen);
    values = kept ? { ...valuesOf(), ...fresh, ...kept.values } : fresh ? structuredClone(fresh) : valuesOf();
    restored = Boolean(kept) && (!stored || !sameValues(values, stored));
    if (kept && !restored) forgetDraft(store.project, store.chosen);
    clearErrors();
    fill();
  }

  function fill() {
    for (const name of ["name", "area", "event", "category", "subcategory", "purpose", "template", "tags", "file_name"]) f[name].input.value = values[name];
    f.type.set(values.type);
    f.required.set(values.required, true);
    f.duration_s.set(values.duration_s, true);
    offerModels();
    show();
  }

  async function offerModels() {
    const wanted = values.type;
    const choices = await modelChoices(wanted).catch(() => []);
    if (wanted !== values.type) return;
    f.model.choose(choices);
    f.model.set(values.model);
    const model = (await models().catch(() => [])).find((one) => one.id === values.model);
    f.duration_s.input.disabled = Boolean(model?.fixed_s);
    f.duration_s.hint(model?.fixed_s ? `always ${model.fixed_s} s` : "");
  }

  function change(some) {
    Object.assign(values, some);
    if (dirty()) keepDraft(store.project, store.chosen, values);
    else {
      forgetDraft(store.project, store.chosen);
      restored = false;
    }
    for (const name of Object.keys(some)) (name === "options" ? values_ : f[name])?.error?.("");
    if ("template" in some) values_.error("");
    wrong.hidden = true;
    show();
  }

  const dirty = () => !sameValues(values, stored || valuesOf());

  async function changeType(value) {
    change({ type: value });
    const choices = await modelChoices(value).catch(() => []);
    if (value === values.type && choices.length && !choices.some(([id]) => id === values.model)) changeModel(choices[0][0]);
    offerModels();
  }

  async function changeModel(value) {
    const model = (await models().catch(() => [])).find((one) => one.id === value);
    const known = new Set(model?.params.map((one) => one.name) || []);
    const fitting = Object.fromEntries(Object.entries(values.params).filter(([name]) => known.has(name)));
    change({ model: value, params: fitting, ...(model?.fixed_s ? { duration_s: model.fixed_s } : {}) });
    f.duration_s.set(values.duration_s, true);
    offerModels();
  }

  function show() {
    const isNew = store.chosen === NEW;
    title.textContent = values.name || (isNew ? "New sound" : "Sound");
    title.title = title.textContent;
    const changed = dirty();
    state.textContent = changed ? "not saved" : isNew ? "" : "saved";
    save.textContent = isNew ? "Create" : "Save";
    save.append(" ", h("kbd", null, "Ctrl S"));
    save.disabled = !changed && !isNew;
    note.hidden = !restored;
    if (restored) put(note, h("span", { class: "st-info st-row" }, icon("info")), h("span", { class: "st-small", role: "status" }, "Unsaved changes were restored."), h("span", { class: "st-space" }), discard);
    values_.update(values.template, values.options);
    parameters.update(values.model, values.params);
    const sound = soundOf(values);
    const first = prompts(values.template, sound.options, 1).filled[0]?.values || {};
    const { name, unknown } = fileName(values.file_name, { ...sound, project: store.project }, first);
    file.textContent = unknown.length ? `${name}. ${unknown.map((one) => `{${one}}`).join(", ")} means nothing here and stays empty.` : name;
    file.classList.toggle("st-warn", unknown.length > 0);
  }

  function drop() {
    forgetDraft(store.project, store.chosen);
    restored = false;
    values = stored ? structuredClone(stored) : valuesOf();
    clearErrors();
    fill();
  }

  function clearErrors() {
    for (const one of Object.values(f)) one.error("");
    values_.error("");
    wrong.hidden = true;
  }

  /** Stores the definition. Resolves to the sound, or null with the reason at its field. */
  async function keep() {
    if (!store.chosen || (store.chosen !== NEW && !dirty())) return null;
    const bad = Object.values(f).find((one) => one.input.getAttribute("aria-invalid") === "true");
    if (bad) {
      bad.input.focus();
      return null;
    }
    clearErrors();
    const missing = incomplete(soundOf(values));
    if (missing) {
      refuse(missing);
      return null;
    }
    const was = store.chosen;
    save.disabled = true;
    try {
      const kept = await store.keep(soundOf(values, was === NEW ? "" : was));
      forgetDraft(store.project, was);
      restored = false;
      stored = valuesOf(kept);
      if (was === store.chosen) {
        values = valuesOf(kept);
        shown = `${store.project}/${kept.id}`;
        store.choose(kept.id);
        fill();
      }
      toast(was === NEW ? `${kept.name} is in the plan` : `${kept.name} saved`, { stay: 3000 });
      return kept;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(error);
      return null;
    } finally {
      show();
    }
  }

  function refuse(error) {
    const reason = error.field ? sentence(error.message.replace(`${error.field}: `, "")) : error.message;
    const at = f[FIELDS[error.field]];
    if (at) {
      at.error(reason);
      at.input.closest("details")?.setAttribute("open", "");
      at.input.focus();
    } else if (error.field === "Options") {
      values_.error(reason);
      values_.element.querySelector("[aria-invalid]")?.focus();
    } else {
      wrong.textContent = error.message;
      wrong.hidden = false;
      wrong.scrollIntoView({ block: "nearest" });
    }
  }

  function ask() {
    const { sound } = store;
    const takes = sound.assets.length;
    const text = takes ? `Its ${takes === 1 ? "take stays" : `${takes} takes stay`} in the library, but count for no sound of the plan any more.` : "Nothing was made of it yet.";
    const go = async () => {
      box.close();
      if (!(await store.remove(sound))) return;
      forgetDraft(store.project, sound.id);
      const again = async () => store.choose((await store.keep(soundOf(valuesOf(sound)))).id);
      toast(`${sound.name} is out of the plan`, takes ? {} : { undo: again });
    };
    const box = dialog(
      `Delete “${sound.name}” from the plan?`,
      h("p", null, text),
      h("div", { class: "st-row pl-ask" }, button("Keep it", { onclick: () => box.close() }), button("Delete sound", { kind: "bad", onclick: go })),
    );
  }

  return {
    element,
    update,
    save: keep,
    focus() {
      element.classList.add("pl-open");
      f.name.input.focus();
      f.name.input.select();
    },
    /** A new definition; `start` (from an asset) replaces what an earlier, unsaved new one held. */
    startNew(start = null) {
      if (start) keepDraft(store.project, NEW, valuesOf(null, start));
      if (start && store.chosen === NEW) shown = null;
      store.choose(NEW);
      if (start) {
        restored = false;
        show();
      }
      this.focus();
    },
  };
}

/** What the server would refuse too, said without asking it. */
function incomplete(sound) {
  if (!sound.name.trim()) return { field: "Sound", message: "Give it a name." };
  if (!sound.template.trim()) return { field: "Prompt", message: "Write what should be heard, such as “{weight} rain on a tin roof”." };
  const empty = Object.keys(sound.options).find((name) => !sound.options[name].length);
  return empty === undefined ? null : { field: "Options", message: `{${empty}} stands in the template but has no values. Give it at least one.` };
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
