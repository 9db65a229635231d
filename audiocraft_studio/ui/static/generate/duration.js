// Duration: a slider that is fine where sounds are short and coarse where they are long, and a field for the exact value.

import { h } from "../core/dom.js";
import { Edits } from "./edits.js";
import { numberField, read } from "./field.js";

const STEPS = 1000;
const ROUND = [[1, 0.05], [5, 0.1], [20, 0.5], [60, 1], [Infinity, 5]];

export function mount(element, { props, trigger, watch }) {
  let limits = props.value;
  const edits = new Edits();
  const tell = (value) => {
    limits = { ...limits, value, edit: edits.next() };
    props.value = limits;
    trigger("own", {});
    showSlider();
  };
  const field = numberField({ label: "Duration", minimum: 0, maximum: 1, step: 0.1, onInput: tell });
  const slider = h("input", {
    type: "range",
    class: "st-range",
    min: 0,
    max: STEPS,
    step: 1,
    "aria-label": "Duration",
    oninput: () => {
      const value = rounded(fromShare(slider.value / STEPS, limits), limits);
      field.set(value);
      tell(value);
    },
  });
  const showSlider = () => {
    const share = toShare(Number(limits.value) || limits.minimum, limits);
    slider.value = Math.round(share * STEPS);
    slider.style.setProperty("--share", `${100 * share}%`);
    slider.setAttribute("aria-valuetext", `${limits.value} s`);
  };
  const show = () => {
    const typed = limits.value;
    limits = props.value;
    if (edits.outdates(limits) && !limits.fixed) tell(typed);
    field.limits(limits.minimum, limits.maximum);
    if (read(field.input.value) !== limits.value) field.set(limits.value);
    field.hint(limits.fixed ? `always ${limits.maximum} s` : `${limits.minimum} to ${limits.maximum} s`);
    slider.disabled = field.input.disabled = limits.fixed;
    slider.title = limits.fixed ? "This model makes one length only" : "";
    showSlider();
  };
  const row = h("div", { class: "st-row gen-duration-row" }, slider);
  field.input.before(row);
  row.append(h("span", { class: "gen-unit" }, field.input, h("span", { "aria-hidden": "true" }, "s")));
  element.append(field.element);
  watch("value", show);
  show();
}

function toShare(value, { minimum, maximum }) {
  if (maximum <= minimum) return 0;
  return Math.min(1, Math.max(0, Math.log(value / minimum) / Math.log(maximum / minimum)));
}

function fromShare(share, { minimum, maximum }) {
  return minimum * (maximum / minimum) ** share;
}

function rounded(value, { minimum, maximum }) {
  const step = ROUND.find(([below]) => value < below)[1];
  const near = Math.round(value / step) * step;
  return Number(Math.min(maximum, Math.max(minimum, near)).toFixed(2));
}
