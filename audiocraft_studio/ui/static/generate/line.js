// A quiet line of text below a field, or at the right end of its label's line; the server writes it.

import { h } from "../core/dom.js";

export function mount(element, { props, watch }) {
  const text = h("p", { class: props.beside ? "st-hint gen-beside st-ellipsis" : "st-hint gen-line" });
  element.append(text);
  const show = () => {
    text.textContent = props.value || "";
    text.title = text.textContent;
  };
  watch("value", show);
  show();
}
