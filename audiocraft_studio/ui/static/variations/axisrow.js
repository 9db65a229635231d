// One axis in the form: what varies, its values, and what is wrong with them, marked in the text itself.

import { h, iconButton, put } from "../core/dom.js";

const NEAR = 12; // characters shown to either side of what is wrong
let count = 0;

/**
 * {element, axis, set(axis), offer(options), hint(text), problem(found), focus()}. `axis` is {what, values}, or null
 * where nothing was chosen. none: the text of "no axis", or "" where there must be one. onRemove: with a button for it.
 */
export function axisRow(label, { none = "", onChange, onRemove = null }) {
  const id = `var-axis-${++count}`;
  const select = h("select", { class: "st-input", id });
  const input = h("input", {
    class: "st-input",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": `Values: ${label}`,
    "aria-describedby": `${id}-said ${id}-error`,
  });
  const hints = h("p", { class: "st-hint var-axis-said", id: `${id}-said` });
  const wrong = h("p", { class: "st-field-error var-axis-wrong", id: `${id}-error`, hidden: true });
  const remove = onRemove && iconButton("close", `Without ${label}`, { class: "st-btn-quiet st-btn-small", onclick: onRemove });
  const element = h(
    "div",
    { class: "var-field var-axis" },
    h("div", { class: "st-label" }, h("label", { for: id }, label), remove),
    h("div", { class: "var-axis-pair" }, select, input),
    hints,
    wrong,
  );
  let options = [];
  let found = null;
  const chosen = () => options.find((one) => one.what === select.value);
  const show = () => {
    input.hidden = !select.value;
    input.placeholder = chosen()?.hint ?? "";
    if (!select.value) hints.textContent = "";
  };
  const row = {
    element,
    get axis() {
      return select.value ? { what: select.value, values: input.value } : null;
    },
    /** Shows an axis, also one that is not offered. */
    set(axis) {
      if (axis && !options.some((one) => one.what === axis.what)) row.offer([...options, { what: axis.what, text: axis.what, start: "", hint: "" }]);
      select.value = axis?.what ?? (none ? "" : (options[0]?.what ?? ""));
      input.value = axis?.values ?? "";
      row.problem(null);
      show();
    },
    /** What can be varied now. What was chosen stays, though it may not be offered any more. */
    offer(offered) {
      const kept = options.find((one) => one.what === select.value);
      options = kept && !offered.some((one) => one.what === kept.what) ? [...offered, kept] : offered;
      const before = select.value;
      put(select, none && h("option", { value: "" }, none), options.map(({ what, text }) => h("option", { value: what }, text)));
      select.value = before || (none ? "" : (options[0]?.what ?? ""));
      show();
    },
    hint(text) {
      hints.textContent = text;
    },
    /** {message, at, end}, or null: shown below, with the wrong characters marked. */
    problem(problem) {
      found = problem;
      wrong.hidden = !problem;
      input.toggleAttribute("aria-invalid", Boolean(problem));
      if (!problem) return put(wrong);
      input.setAttribute("aria-invalid", "true");
      hints.textContent = "";
      const { at, end, message } = problem;
      const text = input.value;
      const marked = Number.isInteger(at) && end > at && text.trim();
      const [before, after] = [text.slice(Math.max(0, at - NEAR), at), text.slice(end, end + NEAR)];
      const near = marked && h("span", { class: "var-axis-text" }, before, h("mark", null, text.slice(at, end)), after);
      return put(wrong, h("span", null, near, message));
    },
    /** Puts the focus where the problem is, with the wrong characters selected. */
    focus() {
      if (input.hidden) return select.focus();
      input.focus();
      if (found && Number.isInteger(found.at)) input.setSelectionRange(found.at, found.end);
    },
  };
  select.addEventListener("change", () => {
    input.value = chosen()?.start ?? "";
    row.problem(null);
    show();
    onChange();
  });
  input.addEventListener("input", () => {
    row.problem(null);
    onChange();
  });
  return row;
}
