// Labelled fields with a place for a hint and an error, and numbers that can be typed the way people type them.

import { h } from "../core/dom.js";
import { fmtNumber } from "../core/format.js";

let serial = 0;

/** A field: {element, input, error(text), hint(text)}. An error stands below the field and is read out. */
export function field(label, input, { hint = "", class: extra = "" } = {}) {
  input.id ||= `st-field-${++serial}`;
  const said = h("span", { class: "st-hint", id: `${input.id}-hint` }, hint);
  input.setAttribute("aria-describedby", said.id);
  const wrong = h("p", { class: "st-field-error", id: `${input.id}-error`, role: "alert", hidden: true });
  return {
    element: h(
      "div",
      { class: `st-field ${extra}`.trim() },
      h("div", { class: "st-label" }, h("label", { for: input.id }, label), said),
      input,
      wrong,
    ),
    input,
    error(text) {
      wrong.textContent = text || "";
      wrong.hidden = !text;
      input.setAttribute("aria-describedby", text ? wrong.id : said.id);
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
    hint(text) {
      said.textContent = text;
    },
  };
}

/** A single-line text field; `onInput(text)` hears each change. */
export function textField(label, { onInput, ...options } = {}) {
  const input = h("input", { class: "st-input", type: "text", maxlength: options.maxlength || 200, placeholder: options.placeholder });
  if (onInput) input.addEventListener("input", () => onInput(input.value));
  return field(label, input, options);
}

/** A text field of some lines. */
export function areaField(label, { onInput, rows = 2, ...options } = {}) {
  const input = h("textarea", { class: "st-input st-area", rows, maxlength: options.maxlength || 1000, placeholder: options.placeholder });
  if (onInput) input.addEventListener("input", () => onInput(input.value));
  return field(label, input, options);
}

/** A choice: `choices` are [[value, text], …]; `onInput(value)`. `set(value)` and `choose(choices)` change it. */
export function selectField(label, { choices = [], onInput, ...options } = {}) {
  const input = h("select", { class: "st-input" });
  const made = field(label, input, options);
  made.choose = (all) => {
    const kept = input.value;
    input.replaceChildren(...all.map(([value, text]) => h("option", { value }, text)));
    made.set(kept);
  };
  made.set = (value) => {
    input.value = value;
    if (input.value !== value && value) {
      // A value that is not offered (any more) stays visible instead of turning into another one.
      input.append(h("option", { value }, value));
      input.value = value;
    }
  };
  if (onInput) input.addEventListener("change", () => onInput(input.value));
  made.choose(choices);
  return made;
}

/** 3.3 from "3.3 s", "3,3" or "−4.4 dB"; NaN where there is no number. */
export function parseNumber(text) {
  const found = /^\s*([+\-−]?\s*(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*[a-zA-Z%]*\s*$/.exec(String(text));
  if (!found) return Number.NaN;
  return Number(found[1].replace("−", "-").replace(",", ".").replace(/\s+/g, ""));
}

/**
 * A number with its unit. It is taken over on Enter and when the field is left; arrows step. What is no number, or out
 * of range, stays as it was typed, with the reason below. `set(value)` shows another value unless it is being typed.
 * `eager` tells of each valid value while it is typed.
 */
export function numberField(label, { low = 0, high = 600, digits = 2, unit = "s", step = 0.1, onCommit, empty = null, eager = false, ...options } = {}) {
  const input = h("input", { class: "st-input", type: "text", inputmode: "decimal", autocomplete: "off", placeholder: options.placeholder });
  const made = field(label, input, options);
  let shown = 0;
  const text = (value) => (value === null ? "" : `${fmtNumber(value, digits)}${unit ? ` ${unit}` : ""}`);
  const take = () => {
    if (input.value === text(shown)) return made.error("");
    const value = !input.value.trim() && empty !== null ? empty : parseNumber(input.value);
    if (!(value >= low && value <= high)) {
      return made.error(`${Number.isNaN(value) ? "That is no number" : "That is out of range"}. Use ${low} to ${high}${unit ? ` ${unit}` : ""}.`);
    }
    made.error("");
    made.set(value, true);
    onCommit?.(value);
    return undefined;
  };
  made.set = (value, force = false) => {
    if (!force && document.activeElement === input && input.value !== text(shown)) return;
    shown = value;
    input.value = empty !== null && value === empty ? "" : text(value);
    made.error("");
  };
  if (eager) {
    input.addEventListener("input", () => {
      const value = parseNumber(input.value);
      if (value >= low && value <= high) onCommit?.(value);
    });
  }
  input.addEventListener("change", take);
  input.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) take();
    else if (way) {
      event.preventDefault();
      const from = parseNumber(input.value);
      const next = Math.max(low, Math.min(high, (Number.isNaN(from) ? shown || 0 : from) + way * step));
      made.set(Number(next.toFixed(6)), true);
      onCommit?.(shown);
    }
  });
  return made;
}
