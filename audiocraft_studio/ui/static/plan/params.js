// The parameters of the chosen model, folded away: what is not changed here stays at the model's default.

import { h } from "../core/dom.js";
import { numberField, selectField } from "../parts/fields.js";
import { models } from "../core/models.js";

/** {element, update(modelId, params)}; `onInput(params)` gets the parameters that differ from their default. */
export function params(onInput) {
  const summary = h("summary", { class: "st-small st-2" });
  const fields = h("div", { class: "pl-params" });
  const element = h("details", { class: "pl-preview" }, summary, fields);
  let drawn = "";
  let values = {};
  let made = [];
  let wanted = ""; // id of the model that is shown, or will be

  function control(spec) {
    const set = (value) => {
      const next = { ...values, [spec.name]: value };
      if (value === spec.default) delete next[spec.name];
      onInput(next);
    };
    if (spec.kind === "bool") {
      const input = h("input", { type: "checkbox", onchange: () => set(input.checked) });
      return { spec, element: h("label", { class: "st-check st-small", title: spec.hint }, input, spec.label), show: (value) => (input.checked = value) };
    }
    if (spec.kind === "choice") {
      const one = selectField(spec.label, { choices: spec.choices.map((text) => [text, text]), onInput: set });
      return { spec, element: one.element, show: one.set };
    }
    const whole = spec.kind === "int";
    const one = numberField(spec.label, { low: spec.minimum, high: spec.maximum, digits: whole ? 0 : 2, unit: "", step: spec.step || (whole ? 1 : 0.1), onCommit: (value) => set(whole ? Math.round(value) : value) });
    one.element.title = spec.hint || "";
    return { spec, element: one.element, show: one.set };
  }

  return {
    element,
    async update(modelId, given) {
      values = given;
      wanted = modelId;
      const model = (await models().catch(() => [])).find((one) => one.id === modelId);
      if (wanted !== modelId) return;
      element.hidden = !model?.params.length;
      if (!model) return;
      if (drawn !== modelId) {
        drawn = modelId;
        made = model.params.map(control);
        fields.replaceChildren(...made.map((one) => one.element));
      }
      const changed = model.params.filter((spec) => spec.name in values).length;
      summary.textContent = changed ? `Parameters, ${changed} changed` : "Parameters";
      for (const { spec, show } of made) show(values[spec.name] ?? spec.default);
    },
  };
}
