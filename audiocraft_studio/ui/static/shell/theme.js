// Dark unless the user chose light. The class sits on the root (tokens) and on the body (Gradio), and stays there:
// Gradio would follow the system.

const KEY = "studio.theme";

/** "dark" or "light". */
export function theme() {
  return localStorage.getItem(KEY) === "light" ? "light" : "dark";
}

export function setTheme(name) {
  localStorage.setItem(KEY, name);
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
