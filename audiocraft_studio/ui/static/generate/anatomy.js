// Under the prompt: what it says of source, environment, quality and dynamics, and what it leaves open.

import { h, put } from "../core/dom.js";
import { PARTS, anatomy } from "./words.js";

export function mount(element, { props }) {
  const parts = [{ id: "source", name: "Source", hint: "heavy rain" }, ...PARTS];
  const cells = parts.map((part) => [part, h("dd"), h("div")]);
  const list = h(
    "dl",
    { class: "gen-anatomy", "aria-label": "What the prompt says" },
    cells.map(([part, text, box]) => {
      box.append(h("dt", null, part.name), text);
      return box;
    }),
  );
  element.append(list);
  const field = document.querySelector("#gen-prompt textarea");
  const count = counter(field, props.limit);
  const show = () => {
    const found = anatomy(field.value);
    for (const [part, text, box] of cells) {
      const missing = !found[part.id];
      box.classList.toggle("gen-missing", missing);
      put(text, missing ? (field.value.trim() ? `not given: try “${part.hint}”` : `as “${part.hint}”`) : found[part.id]);
      text.title = text.textContent;
    }
    count(field.value.length);
  };
  field.addEventListener("input", show);
  // Gradio sets the value without an event when a form is recalled.
  document.addEventListener("studio:form", show);
  show();
}

/** The counter at the right end of the label's line. */
function counter(field, limit) {
  const text = h("span", { class: "st-hint gen-count", id: "gen-prompt-count" });
  field.closest("label, .block").querySelector("[data-testid=block-info], span")?.after(text);
  field.setAttribute("aria-describedby", "gen-prompt-count");
  return (n) => {
    text.textContent = `${n.toLocaleString("en-US")} of ${limit.toLocaleString("en-US")}`;
    text.classList.toggle("st-warn", n > limit * 0.9);
  };
}
