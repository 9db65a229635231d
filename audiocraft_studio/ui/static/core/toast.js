// Short messages at the edge: they stay eight seconds, longer in hand, or until closed, and may offer to undo.

import { button, h, icon, iconButton } from "./dom.js";

const STAY_MS = 8000;

function region(kind) {
  const id = kind === "bad" ? "st-toasts-now" : "st-toasts";
  const found = document.getElementById(id);
  if (found) return found;
  const stack = document.querySelector(".st-toasts") || document.body.appendChild(h("div", { class: "st-toasts" }));
  const made = h("div", {
    id,
    class: "st-toasts-region",
    role: kind === "bad" ? "alert" : "status",
    "aria-live": kind === "bad" ? "assertive" : "polite",
  });
  stack.append(made);
  return made;
}

/**
 * toast("3 assets moved to trash", {undo: () => …}); kind: "ok", "info", "warn", "bad". Returns a function that closes
 * it. `action` is {text, run} for another button than Undo.
 */
export function toast(text, { undo = null, action = null, kind = "ok", stay = STAY_MS } = {}) {
  const name = { ok: "check", info: "info", warn: "warn", bad: "warn" }[kind];
  const close = () => {
    clearTimeout(timer);
    box.remove();
  };
  const doing = undo ? { text: "Undo", run: undo, icon: "undo" } : action;
  const run = async () => {
    close();
    try {
      await doing.run();
    } catch (error) {
      toast(error.message, { kind: "bad" });
    }
  };
  const box = h(
    "div",
    { class: "st-toast" },
    h("span", { class: `st-${kind}` }, icon(name)),
    h("span", { class: "st-toast-text" }, text),
    doing && button(doing.text, { icon: doing.icon || null, onclick: run }),
    iconButton("close", "Close", { class: "st-btn-quiet", onclick: close }),
  );
  const host = region(kind);
  while (host.children.length >= 3) host.firstChild.remove();
  host.append(box);
  let timer = setTimeout(close, stay);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(close, stay);
  };
  for (const event of ["pointerenter", "focusin"]) box.addEventListener(event, hold);
  for (const event of ["pointerleave", "focusout"]) box.addEventListener(event, release);
  return close;
}
