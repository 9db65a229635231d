// Dark unless the user chose light. The class sits on the root (tokens) and on the body (Gradio), and stays there:
// Gradio would follow the system.

import { store } from "../core/store.js";
const KEY = "studio.theme";

/** "dark" or "light". */
export function theme() {
  return store.get(KEY) === "light" ? "light" : "dark";
}

export function setTheme(name) {
  store.set(KEY, name);
  apply();
  document.dispatchEvent(new Event("studio:theme"));
}

/** Puts the classes where they belong and keeps them. Called once by studio.js. */
export function keepTheme() {
  apply();
  new MutationObserver(apply).observe(document.body, { attributes: true, attributeFilter: ["class"] });
}

function apply() {
  const dark = theme() === "dark";
  for (const element of [document.documentElement, document.body]) {
    if (element.classList.contains("dark") !== dark) element.classList.toggle("dark", dark);
  }
}
