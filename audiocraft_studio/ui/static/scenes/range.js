// A labelled slider that says its value.

import { fmtNumber, h } from "../core/dom.js";

let serial = 0;

/** {element, set(value)}; `onInput(value, gesture)` hears each move, one `gesture` object a drag. */
export function rangeField(label, { low, high, step, digits = 2, unit = "", log = false, onInput }) {
  const id = `sc-range-${++serial}`;
  const said = h("span", { class: "st-num st-small" });
  const place = (value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const value = (share) => (log ? low * (high / low) ** share : low + share * (high - low));
  const input = h("input", { id, class: "st-range sc-range", type: "range", min: 0, max: 1, step: log ? 0.005 : step / (high - low) });
  let gesture = {};
  input.addEventListener("input", () => {
    const exact = value(Number(input.value));
    const now = Number((Math.round(exact / step) * step).toFixed(6));
    show(now);
    onInput(now, gesture);
  });
  input.addEventListener("change", () => (gesture = {}));
  const show = (now) => {
    input.style.setProperty("--share", `${100 * place(now)}%`);
    said.textContent = [fmtNumber(now, digits), unit].filter(Boolean).join(" ");
    input.setAttribute("aria-valuetext", said.textContent);
  };
  return {
    element: h("div", { class: "st-field" }, h("div", { class: "st-label" }, h("label", { for: id }, label), said), input),
    set(now) {
      input.value = place(now);
      show(now);
    },
  };
}
