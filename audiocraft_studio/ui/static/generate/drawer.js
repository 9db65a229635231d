// On a narrow page the form slides in over the result; this is its button and what closes it.

import { button } from "../core/dom.js";
import { desk } from "./desk.js";

/** The button for the top of the result; style sheets show it on narrow pages only. */
export function drawerButton() {
  const opener = button("Prompt and settings", { icon: "edit", "aria-expanded": "false", onclick: () => set(true) });
  const form = () => document.querySelector(".gen-form");
  const set = (open) => {
    form()?.classList.toggle("gen-open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) form()?.querySelector("textarea")?.focus();
  };
  document.addEventListener("pointerdown", (event) => {
    if (form()?.classList.contains("gen-open") && event.target.closest(".gen-work")) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !form()?.contains(event.target) || !form().classList.contains("gen-open")) return;
    event.preventDefault();
    set(false);
    opener.focus();
  });
  desk.addEventListener("pressed", () => set(false));
  const box = document.createElement("div");
  box.className = "gen-drawer";
  box.append(opener);
  return box;
}
