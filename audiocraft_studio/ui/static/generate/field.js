// A number field of ours: label and hint on one line, the message of a wrong value below, tied by aria-describedby.

import { h, icon } from "../core/dom.js";

let made = 0;

/**
 * numberField({label, hint, minimum, maximum, integer, unit, empty, onInput(value or null)}). `empty`: whether nothing is
 * a value (null). Returns {element, input, set(value), limits(minimum, maximum), hint(text)}.
 */
export function numberField({ label, hint = "", integer = false, empty = false, placeholder = "", onInput, ...given }) {
  const id = `gen-field-${++made}`;
  let { minimum, maximum } = given;
  const hinted = h("span", { class: "st-hint" }, hint);
  const error = h("p", { class: "st-field-error", id: `${id}-error`, role: "alert", hidden: true });
  const input = h("input", {
    class: "st-input",
    id,
    type: "text",
    inputmode: integer ? "numeric" : "decimal",
    autocomplete: "off",
    spellcheck: "false",
    placeholder,
    "aria-describedby": `${id}-error`,
  });
  const check = () => {
    const problem = complain(input.value, { minimum, maximum, integer, empty });
    error.hidden = !problem;
    error.replaceChildren(...(problem ? [icon("warn"), problem] : []));
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    return !problem;
  };
  input.addEventListener("input", () => {
    const right = check();
    const value = read(input.value);
    if (right || value !== null) onInput(value, right);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || !given.step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = read(input.value) ?? minimum ?? 0;
    const next = Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, from + step * given.step));
    input.value = String(Number(next.toFixed(4)));
    check();
    onInput(read(input.value), true);
  });
  const element = h("div", { class: "gen-number" }, h("div", { class: "st-label" }, h("label", { for: id }, label), hinted), input, error);
  return {
    element,
    input,
    error,
    check,
    set(value) {
      input.value = value === null || value === undefined ? "" : String(value);
      check();
    },
    limits(low, high) {
      [minimum, maximum] = [low, high];
      check();
    },
    hint(text) {
      hinted.textContent = text;
    },
  };
}

/** The number that was typed ("8", "8.0 s", "8,5"), or null. */
export function read(text) {
  const plain = text.trim().replace(/\s*s$/, "").replace(",", ".").replace("−", "-");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** What is wrong with a typed value, or "". */
export function complain(text, { minimum, maximum, integer, empty }) {
  const span = `Write ${integer ? "a whole number" : "a number"}${minimum === undefined ? "" : ` from ${minimum} to ${maximum}`}.`;
  if (text.trim() === "") return empty ? "" : `Nothing is given. ${span}`;
  const value = read(text);
  if (value === null) return `“${text.trim().slice(0, 20)}” is not a number. ${span}`;
  if (integer && !Number.isInteger(value)) return `${value} is not whole. ${span}`;
  if (value < minimum || value > maximum) return `${value} is out of range. ${span}`;
  return "";
}
