// New from an environment: a place, its sliders, day or night. Build gives its layers, and one job makes their sounds.

import { get, send } from "../core/api.js";
import { button, h, put } from "../core/dom.js";
import { dialog } from "../core/dialog.js";
import { page } from "../core/page.js";
import { textField } from "../parts/fields.js";
import { rangeField } from "./range.js";

/** Opens the dialog. */
export async function buildEnvironment(store) {
  const templates = await store.try(() => get("/environments"));
  if (!templates) return;
  const wanted = { id: templates[0].id, time: "day", values: {} };
  const place = h("div", { class: "sc-env-place" });
  const name = textField("Name", { maxlength: 80 });
  const build = button("Build", { kind: "primary", type: "submit" });
  const list = h("div", { class: "sc-env-list st-scroll", role: "radiogroup", "aria-label": "Environment" });
  const choices = templates.map((one) =>
    h("button", { type: "button", class: "sc-env-choice", role: "radio", "aria-label": one.name, title: one.text, onclick: () => choose(one) }, h("b", null, one.name), h("span", { class: "st-small st-3" }, one.text)),
  );
  const form = h("form", { class: "sc-env" }, put(list, choices), h("div", { class: "sc-env-side" }, place, name.element, h("div", { class: "st-row sc-form-foot" }, build)));
  const box = dialog("New from an environment", form);
  box.element.classList.add("sc-env-dialog");
  list.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const at = (choices.indexOf(document.activeElement) + way + choices.length) % choices.length;
    choose(templates[at]);
    choices[at].focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    build.disabled = true;
    const { id, time, values } = wanted;
    const made = await store.try(() => send("POST", `/environments/${id}`, { values, time, project: page.project, name: name.input.value.trim() }));
    build.disabled = false;
    if (!made) return;
    box.close();
    store.enter(made);
    await store.generate();
  });

  function choose(template) {
    Object.assign(wanted, { id: template.id, values: Object.fromEntries(template.parameters.map((one) => [one.name, one.value])) });
    choices.forEach((one, i) => {
      const chosen = templates[i] === template;
      one.setAttribute("aria-checked", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
    });
    put(place, template.day_night && times(), h("div", { class: "sc-env-knobs" }, template.parameters.map(slider)));
    said();
  }

  function slider(one) {
    const field = rangeField(one.label, { low: one.minimum, high: one.maximum, step: (one.maximum - one.minimum) / 100, onInput: (value) => (wanted.values[one.name] = value) });
    field.set(one.value);
    return field.element;
  }

  function times() {
    const both = ["day", "night"].map((time) => {
      const pick = () => {
        wanted.time = time;
        both.forEach((one) => one.setAttribute("aria-checked", String(one.textContent.toLowerCase() === time)));
        said();
      };
      return h("button", { type: "button", class: "st-btn", role: "radio", "aria-checked": String(wanted.time === time), onclick: pick }, time === "day" ? "Day" : "Night");
    });
    return h("div", { class: "st-segments", role: "radiogroup", "aria-label": "Time" }, both);
  }

  function said() {
    const template = templates.find((one) => one.id === wanted.id);
    name.input.placeholder = template.day_night ? `${template.name}, ${wanted.time}` : template.name;
  }

  choose(templates[0]);
}
