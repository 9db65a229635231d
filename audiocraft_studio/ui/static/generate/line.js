// A quiet line of text below a field; the server writes it.

import { h } from "../core/dom.js";

export function mount(element, { props, watch }) {
  const text = h("p", { class: "st-hint gen-line" });
  element.append(text);
  const show = () => (text.textContent = props.value || "");
  watch("value", show);
  show();
}
