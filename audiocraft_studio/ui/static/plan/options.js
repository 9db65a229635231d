// The values of the template's variables: a row appears as a {variable} is typed, and keeps its values if it goes.

import { h } from "../core/dom.js";
import { countText, prompts, readList, variables } from "./words.js";

const PREVIEW = 6;

/** {element, update(template, texts), error(text)}; `onInput(name, text)` hears what is typed. */
export function options(onInput) {
  const count = h("span", { class: "st-hint" });
  const rows = h("div", { class: "pl-options" });
  const wrong = h("p", { class: "st-field-error", role: "alert", hidden: true });
  const list = h("ol", { class: "pl-prompts" });
  const more = h("p", { class: "st-hint", hidden: true });
  const preview = h("details", { class: "pl-preview" }, h("summary", { class: "st-small st-2" }, "Prompts"), list, more);
  const element = h("div", { class: "st-field", role: "group", "aria-label": "Options" }, h("div", { class: "st-label" }, h("span", null, "Options"), count), rows, wrong, preview);
  const fields = new Map();

  function row(name) {
    const id = `pl-option-${[...name].map((c) => c.codePointAt(0).toString(36)).join("-")}`;
    const input = h("input", { class: "pl-option-input", id, type: "text", placeholder: "light, heavy", autocomplete: "off", oninput: () => onInput(name, input.value) });
    return { input, element: h("div", { class: "pl-option" }, h("label", { class: "st-3 st-ellipsis", for: id, title: name }, name || "(no name)"), input) };
  }

  return {
    element,
    update(template, texts) {
      const names = variables(template);
      for (const [name, one] of fields) {
        if (names.includes(name)) continue;
        one.element.remove();
        fields.delete(name);
      }
      names.forEach((name, i) => {
        if (!fields.has(name)) fields.set(name, row(name));
        const one = fields.get(name);
        if (rows.children[i] !== one.element) rows.insertBefore(one.element, rows.children[i] || null);
        if (document.activeElement !== one.input) one.input.value = texts[name] || "";
      });
      const values = Object.fromEntries(names.map((name) => [name, readList(texts[name] || "")]));
      rows.hidden = !names.length;
      count.textContent = names.length ? countText(template, values) : "write {weight} in the template for a variable";
      const { total, filled } = prompts(template, values, PREVIEW);
      list.replaceChildren(...filled.map(({ text }) => h("li", null, text)));
      preview.hidden = !names.length || !total;
      more.hidden = total <= PREVIEW;
      more.textContent = `and ${(total - PREVIEW).toLocaleString("en-US")} more`;
    },
    error(text) {
      wrong.textContent = text || "";
      wrong.hidden = !text;
      for (const { input } of fields.values()) {
        if (text && !input.value.trim()) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    },
  };
}
