// A labelled slider that says its value, and takes a typed one (double click on the value, or Enter).

import { fmtNumber, h } from "../core/dom.js";
import { parseNumber } from "../parts/fields.js";
import { typedOver } from "./knob.js";

let serial = 0;

/**
 * {element, set(value), off(text, why)}; `onInput(value, gesture)` hears each move, one `gesture` object a drag. `words`
 * says a value where digits and unit are not enough; `mark` stands after the label. `off`: what is said instead of
 * the value while it cannot be turned, "" where it can, and why.
 */
export function rangeField(label, { low, high, step, digits = 2, unit = "", log = false, words = null, mark = null, onInput }) {
  const id = `sc-range-${++serial}`;
  const said = h("span", { class: "st-num st-small sc-range-said", title: "Double click to type a value" });
  const place = (value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const value = (share) => (log ? low * (high / low) ** share : low + share * (high - low));
  const say = words || ((now) => [fmtNumber(now, digits), unit].filter(Boolean).join(" "));
  const input = h("input", { id, class: "st-range sc-range", type: "range", min: 0, max: 1, step: log ? 0.005 : step / (high - low) });
  const element = h("div", { class: "st-field sc-range-field" }, h("div", { class: "st-label" }, h("label", { for: id }, label), mark, said), input);
  let gesture = {};
  let shown = null;
  let instead = "";
  const turn = (exact) => {
    const now = Number((Math.round(Math.max(low, Math.min(high, exact)) / step) * step).toFixed(6));
    show(now);
    onInput(now, gesture);
  };
  const type = () => !instead && typedOver(element, { label, text: say(shown), read, back: input, take: (to) => (turn(to), (input.value = place(shown)), (gesture = {})) });
  input.addEventListener("input", () => turn(value(Number(input.value))));
  input.addEventListener("change", () => (gesture = {}));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    type();
  });
  said.addEventListener("dblclick", type);
  const show = (now) => {
    shown = now;
    input.style.setProperty("--share", `${100 * place(now)}%`);
    said.textContent = instead || say(now);
    input.setAttribute("aria-valuetext", said.textContent);
  };
  return {
    element,
    set(now) {
      input.value = place(now);
      show(now);
    },
    off(text, why) {
      instead = text;
      input.disabled = Boolean(text);
      input.title = text ? why : "";
      show(shown);
    },
  };
}

/** A number as it is typed, "1.2 kHz" too. */
function read(text) {
  return parseNumber(text) * (/k(hz)?\s*$/i.test(text) ? 1000 : 1);
}
