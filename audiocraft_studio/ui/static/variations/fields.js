// Labelled fields of the form. Each returns {element, value, error(text)}; `onChange` hears of what the user does.

import { h, put, roving } from "../core/dom.js";

let count = 0;

/** A label above its control, a hint at the right end of the label's line, the error below. */
function field(text, control, { hint = "", id = `var-f${++count}`, group = false } = {}) {
  const hints = h("span", { class: "st-hint" }, hint);
  const problem = h("p", { class: "st-field-error", id: `${id}-error`, hidden: true });
  const labelled = group ? h("span", { id: `${id}-label` }, text) : h("label", { for: id, id: `${id}-label` }, text);
  if (group) control.setAttribute("aria-labelledby", `${id}-label`);
  else control.id = id;
  control.setAttribute("aria-describedby", `${id}-error`);
  const element = h("div", { class: "var-field" }, h("div", { class: "st-label" }, labelled, hints), control, problem);
  return {
    element,
    hint(said) {
      hints.textContent = said;
    },
    error(said) {
      problem.textContent = said;
      problem.hidden = !said;
      control.toggleAttribute("aria-invalid", Boolean(said));
      if (said) control.setAttribute("aria-invalid", "true");
    },
    focus: () => control.focus(),
    /** Puts more below the control, such as a second control of the same field. */
    below: (...more) => problem.before(...more),
  };
}

/** Several lines of text. */
export function textField(text, { rows = 4, limit, placeholder, onChange }) {
  const area = h("textarea", { class: "st-input var-area", rows, maxlength: limit, placeholder, spellcheck: "true" });
  const made = field(text, area);
  const changed = () => made.hint(area.value.length ? `${area.value.length} of ${limit}` : "");
  area.addEventListener("input", () => {
    changed();
    made.error("");
    onChange();
  });
  return Object.defineProperty(made, "value", {
    get: () => area.value,
    set(said) {
      area.value = said;
      changed();
    },
  });
}

/** One of a few, side by side. options: [value, text, props]. */
export function choiceField(text, options, { onChange }) {
  let value = options[0][0];
  const buttons = options.map(([key, said, props = {}, mark = null]) =>
    h("button", { type: "button", class: "st-btn", role: "radio", dataset: { value: key }, onclick: () => pick(key), ...props }, mark, said),
  );
  const box = h("div", { class: "st-segments", role: "radiogroup" }, buttons);
  const show = () => {
    for (const one of buttons) {
      const on = one.dataset.value === value;
      one.setAttribute("aria-checked", String(on));
      one.tabIndex = on ? 0 : -1;
    }
  };
  const pick = (key) => {
    if (key === value) return;
    value = key;
    show();
    onChange(key);
  };
  roving(box, () => buttons, { onMove: (one) => pick(one.dataset.value) });
  show();
  const made = field(text, box, { group: true });
  return Object.defineProperty(made, "value", {
    get: () => value,
    set(key) {
      value = key;
      show();
    },
  });
}

/** One of many. `fill([[value, text, disabled], …])` sets the options. */
export function selectField(text, { onChange }) {
  const select = h("select", { class: "st-input", onchange: () => onChange(select.value) });
  const made = field(text, select);
  made.fill = (options) => {
    const kept = select.value;
    put(
      select,
      options.map(([value, said]) => h("option", { value }, said)),
    );
    select.value = options.some(([value]) => value === kept) ? kept : (options[0]?.[0] ?? "");
  };
  return Object.defineProperty(made, "value", { get: () => select.value, set: (value) => (select.value = value) });
}

/** A number with a slider. `limits(minimum, maximum, step)` changes what fits. */
export function numberField(text, { minimum, maximum, step, onChange, unit = "", sliderMaximum = null }) {
  const number = h("input", { class: "st-input var-number", type: "number", inputmode: "decimal" });
  const slider = h("input", { class: "st-range var-slider", type: "range", "aria-label": `${text}, slider` });
  const made = field(text, number);
  const amount = h("div", { class: "var-amount" }, slider, h("div", { class: "var-unit", dataset: { unit } }));
  number.replaceWith(amount);
  amount.lastChild.append(number);
  const share = () => {
    const [low, high] = [Number(slider.min), Number(slider.max)];
    slider.style.setProperty("--share", `${(100 * (Number(slider.value) - low)) / (high - low || 1)}%`);
  };
  const limits = (low, high, by) => {
    for (const one of [number, slider]) Object.assign(one, { min: low, step: by });
    number.max = high;
    slider.max = sliderMaximum ? Math.min(sliderMaximum, high) : high;
    share();
  };
  slider.addEventListener("input", () => {
    number.value = slider.value;
    share();
    made.error("");
    onChange();
  });
  number.addEventListener("input", () => {
    slider.value = number.value;
    share();
    made.error("");
    onChange();
  });
  limits(minimum, maximum, step);
  made.limits = limits;
  made.disable = (off) => (number.disabled = slider.disabled = off);
  return Object.defineProperty(made, "value", {
    get: () => (number.value === "" ? null : Number(number.value)),
    set(value) {
      number.value = slider.value = value;
      share();
    },
  });
}

/** A whole number without slider. */
export function wholeField(text, { minimum, maximum, onChange }) {
  const number = h("input", { class: "st-input", type: "number", min: minimum, max: maximum, step: 1, oninput: onChange });
  const made = field(text, number);
  return Object.defineProperty(made, "value", {
    get: () => (number.value === "" ? null : Number(number.value)),
    set: (value) => (number.value = value),
  });
}

/** On or off, as a field like the others. */
export function switchField(text, { onChange }) {
  const box = h("input", { type: "checkbox", onchange: onChange });
  const made = field(text, box);
  return Object.defineProperty(made, "value", { get: () => box.checked, set: (on) => (box.checked = on) });
}
