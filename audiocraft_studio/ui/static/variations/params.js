// The parameters of a model, folded, each with its default until it is changed.

import { h, put } from "../core/dom.js";
import { valueText } from "../parts/words.js";
import { numberField, selectField, switchField } from "./fields.js";

/** {element, values, show(model, given)}: values are the parameters that differ from their default. */
export function paramFields(onChange) {
  const summary = h("span", { class: "st-hint st-ellipsis" });
  const body = h("div", { class: "var-params" });
  const element = h("details", { class: "var-fold" }, h("summary", null, h("span", null, "Parameters"), summary), body);
  let fields = [];
  const values = () => {
    const all = fields.map(([param, one]) => [param, one.value ?? param.default]);
    return Object.fromEntries(all.filter(([param, value]) => value !== param.default).map(([param, value]) => [param.name, value]));
  };
  const said = () => {
    const changed = Object.entries(values());
    const named = changed.map(([name, value]) => `${fields.find(([p]) => p.name === name)[0].label.toLowerCase()} ${valueText(value)}`);
    summary.textContent = named.length ? named.join(", ") : "as the model suggests";
  };
  const changed = () => {
    said();
    onChange();
  };
  return {
    element,
    values,
    /** The field of a parameter by its label, for errors. */
    find: (label) => fields.find(([param]) => param.label === label || param.name === label)?.[1],
    show(model, given = {}) {
      fields = (model?.params || []).map((param) => [param, one(param, given[param.name] ?? param.default, changed)]);
      put(
        body,
        fields.map(([, made]) => made.element),
      );
      element.hidden = fields.length === 0;
      said();
    },
  };
}

function one(param, value, onChange) {
  let made;
  if (param.kind === "bool") made = switchField(param.label, { onChange });
  else if (param.kind === "choice") {
    made = selectField(param.label, { onChange });
    made.fill(param.choices.map((choice) => [choice, choice]));
  } else {
    const { minimum, maximum, step } = param;
    made = numberField(param.label, { minimum, maximum, step, onChange });
  }
  made.value = value;
  made.element.title = param.hint;
  return made;
}
