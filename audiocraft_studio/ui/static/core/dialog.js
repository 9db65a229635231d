// Panels that open from a button, and dialogs. Both close with Esc and give the focus back.

import { h, iconButton, put } from "./dom.js";

/** A modal dialog: dialog("Keys", content). Returns {element, close()}. Gone from the page once closed. */
export function dialog(title, ...content) {
  const id = `st-dialog-${Math.random().toString(36).slice(2)}`;
  const close = () => element.close();
  const element = h(
    "dialog",
    { class: "st-dialog", "aria-labelledby": id },
    h("div", { class: "st-dialog-head" }, h("h2", { id }, title), iconButton("close", "Close", { class: "st-btn-quiet", onclick: close })),
    h("div", { class: "st-dialog-body" }, content),
  );
  element.addEventListener("close", () => element.remove());
  element.addEventListener("click", (event) => event.target === element && close());
  document.body.append(element);
  element.showModal();
  return { element, close };
}

/**
 * A panel below a button. `fill(body, close)` draws it each time it opens and may return a function to call when it
 * closes. `label` names it for readers. `align`: "start" or "end" edge of the button. Returns {open, close, isOpen,
 * redraw}. `clicks: false`: a click on the opener does not open it.
 */
export function popover(opener, { label, fill, align = "start", role = "dialog", class: extra = "", clicks = true }) {
  let panel = null;
  let undo = null;
  const close = (refocus = true) => {
    if (!panel) return;
    undo?.();
    undo = null;
    const had = panel.contains(document.activeElement);
    panel.remove();
    panel = null;
    if (clicks) opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (refocus && had) opener.focus();
  };
  const outside = (event) => {
    if (!panel.contains(event.target) && !opener.contains(event.target)) close(false);
  };
  const open = () => {
    panel = h("div", { class: `st-popover ${extra}`.trim(), role, "aria-label": label });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    document.body.append(panel);
    undo = fill(panel, close) || null;
    place(panel, opener, align);
    if (clicks) opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    panel.querySelector("button, input, [tabindex]")?.focus({ preventScroll: true });
  };
  if (clicks) {
    opener.setAttribute("aria-haspopup", role === "menu" || role === "listbox" ? role : "dialog");
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", () => (panel ? close() : open()));
  }
  return {
    open,
    close,
    get isOpen() {
      return panel !== null;
    },
    redraw() {
      if (!panel) return;
      undo?.();
      put(panel);
      undo = fill(panel, close) || null;
    },
  };
}

/** Below the opener, or above it where there is more room. */
function place(panel, opener, align) {
  const at = opener.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = panel.offsetHeight > below && above > below;
  panel.style.maxHeight = `${Math.min(560, up ? above : below)}px`;
  if (up) panel.style.bottom = `${Math.round(innerHeight - at.top + 4)}px`;
  else panel.style.top = `${Math.round(at.bottom + 4)}px`;
  if (align === "end") panel.style.right = `${Math.max(8, Math.round(innerWidth - at.right))}px`;
  else panel.style.left = `${Math.max(8, Math.min(Math.round(at.left), innerWidth - panel.offsetWidth - 8))}px`;
}
