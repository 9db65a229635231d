// Small sliders for the params that change what was understood.

import { button, h, put } from "../core/dom.js";

/**
 * {element, show(knobs, params)}: knobs as in docs/http-api.md, params as they stand. `onTurn(knob, value)` hears of each
 * change, once the slider is let go.
 */
export function knobRow(onTurn) {
  const grid = h("div", { class: "gen-knobs" });
  const back = button("Back to the prompt’s own", { kind: "quiet", class: "st-btn-small", icon: "undo" });
  const element = h("div", { class: "gen-knob-box" }, grid, back);
  let drawn = "";
  let setters = new Map();
  return {
    element,
    show(knobs, params) {
      const names = knobs.map((one) => one.name).join();
      if (names !== drawn) {
        drawn = names;
        setters = new Map();
        put(grid, knobs.map((one) => draw(one, onTurn, setters)));
      }
      for (const one of knobs) setters.get(one.name)(params[one.name] ?? one.default);
      back.hidden = !knobs.some((one) => (params[one.name] ?? one.default) !== one.default);
      back.onclick = () => knobs.forEach((one) => (params[one.name] ?? one.default) !== one.default && onTurn(one, one.default));
    },
  };
}

function draw(knob, onTurn, setters) {
  return knob.kind === "choice" ? drawChoice(knob, onTurn, setters) : drawSlider(knob, onTurn, setters);
}

function drawSlider(knob, onTurn, setters) {
  const shown = h("span", { class: "st-hint" });
  const input = h("input", {
    type: "range", class: "st-range", min: knob.minimum, max: knob.maximum, step: knob.step,
    "aria-label": knob.label, title: knob.hint,
  });
  const show = () => {
    const value = Number(input.value);
    shown.textContent = value === knob.default ? "" : String(value).replace("-", "−");
    input.style.setProperty("--share", `${(100 * (value - knob.minimum)) / (knob.maximum - knob.minimum)}%`);
  };
  input.addEventListener("input", show);
  input.addEventListener("change", () => onTurn(knob, Number(input.value)));
  input.addEventListener("dblclick", () => onTurn(knob, knob.default));
  setters.set(knob.name, (value) => {
    if (input.matches(":active")) return; // it is being dragged
    input.value = value;
    show();
  });
  return h("label", { class: "gen-knob" }, h("span", { class: "st-label" }, h("span", null, knob.label), shown), input);
}

function drawChoice(knob, onTurn, setters) {
  const input = h(
    "select",
    { class: "st-input", "aria-label": knob.label, title: knob.hint, onchange: () => onTurn(knob, input.value) },
    knob.choices.map((choice) => h("option", { value: choice }, choice)),
  );
  setters.set(knob.name, (value) => (input.value = value));
  return h("label", { class: "gen-knob" }, h("span", { class: "st-label" }, knob.label), input);
}
