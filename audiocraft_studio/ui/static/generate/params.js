// The model's own parameters. Which there are, and their ranges, come from the model; wrong values are told at the field.

import { button, h, put } from "../core/dom.js";
import { Edits } from "./edits.js";
import { numberField, read } from "./field.js";

export function mount(element, { props, trigger, watch }) {
  const box = h("div", { class: "gen-params" });
  element.append(box);
  let drawn = "";
  let setters = new Map();
  const edits = new Edits();
  const typed = new Map(); // name → {value, edit}: the last edit of each by hand
  const tell = (name, value) => {
    const edit = edits.next();
    typed.set(name, { value, edit });
    props.value = { ...props.value, values: changed(props.value, name, value), edit };
    trigger("own", {});
  };
  /** What was typed since the server was asked is put into its answer, as far as the model has such a parameter. */
  const catchUp = () => {
    const since = [...typed].filter(([, one]) => one.edit > (props.value.edit ?? 0));
    let value = props.value;
    for (const [name, one] of since) value = { ...value, values: changed(value, name, one.value) };
    props.value = { ...value, edit: edits.now };
    trigger("own", {});
  };
  const show = () => {
    if (edits.outdates(props.value)) catchUp();
    const { fields, values, model } = props.value;
    const shape = JSON.stringify(fields);
    if (shape !== drawn) {
      drawn = shape;
      setters = new Map();
      put(box, fields.length ? fields.map((one) => draw(one, tell, setters)) : h("p", { class: "st-hint" }, `${model} has no parameters.`));
      if (fields.length) box.append(reset(() => fields.forEach((one) => setters.get(one.name)(one.default, true))));
    }
    for (const one of fields) setters.get(one.name)(values[one.name] ?? one.default, false);
  };
  watch("value", show);
  show();
}

/** The values with one of them changed; those at their default are left out. */
function changed({ fields, values }, name, value) {
  const field = fields.find((one) => one.name === name);
  const { [name]: _, ...others } = values;
  return !field || value === field.default || value === null ? others : { ...others, [name]: value };
}

function draw(param, tell, setters) {
  if (param.kind === "bool") return drawBool(param, tell, setters);
  if (param.kind === "choice") return drawChoice(param, tell, setters);
  return drawNumber(param, tell, setters);
}

function drawNumber(param, tell, setters) {
  const integer = param.kind === "int";
  const slider = h("input", {
    type: "range",
    class: "st-range",
    min: param.minimum,
    max: param.maximum,
    step: param.step || (integer ? 1 : 0.01),
    "aria-label": param.label,
    oninput: () => {
      field.set(Number(slider.value));
      share(slider, param);
      tell(param.name, Number(slider.value));
    },
  });
  const field = numberField({
    label: param.label,
    hint: param.hint,
    minimum: param.minimum,
    maximum: param.maximum,
    step: param.step || (integer ? 1 : 0.01),
    integer,
    onInput: (value) => {
      slider.value = value;
      share(slider, param);
      tell(param.name, value);
    },
  });
  const row = h("div", { class: "st-row gen-duration-row" }, slider);
  field.input.before(row);
  row.append(h("span", { class: "gen-unit" }, field.input));
  setters.set(param.name, (value, told) => {
    if (read(field.input.value) !== value) field.set(value);
    slider.value = value;
    share(slider, param);
    if (told) tell(param.name, value);
  });
  return field.element;
}

function share(slider, { minimum, maximum }) {
  slider.style.setProperty("--share", `${(100 * (slider.value - minimum)) / (maximum - minimum || 1)}%`);
}

function drawBool(param, tell, setters) {
  const input = h("input", { type: "checkbox", onchange: () => tell(param.name, input.checked) });
  setters.set(param.name, (value, told) => {
    input.checked = value;
    if (told) tell(param.name, value);
  });
  return h("label", { class: "st-row gen-check" }, input, h("span", null, param.label), h("span", { class: "st-hint" }, param.hint));
}

function drawChoice(param, tell, setters) {
  const id = `gen-param-${param.name}`;
  const input = h(
    "select",
    { class: "st-input", id, onchange: () => tell(param.name, input.value) },
    param.choices.map((choice) => h("option", { value: choice }, choice)),
  );
  setters.set(param.name, (value, told) => {
    input.value = value;
    if (told) tell(param.name, value);
  });
  const label = h("div", { class: "st-label" }, h("label", { for: id }, param.label), h("span", { class: "st-hint" }, param.hint));
  return h("div", null, label, input);
}

function reset(run) {
  return button("Back to the defaults", { kind: "quiet", class: "st-btn-small", icon: "undo", onclick: run });
}
