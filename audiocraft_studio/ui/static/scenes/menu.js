// A menu under a button: items, some of them links, with arrows to walk through them.

import { h } from "../core/dom.js";
import { popover } from "../core/dialog.js";

/**
 * `items()` are asked for each time it opens: [{text, hint, run} | {text, hint, href}]; `off` says why one cannot be
 * chosen now. May be a promise. Returns the popover.
 */
export function menu(opener, { label, items, align = "end", class: extra = "" }) {
  return popover(opener, {
    label,
    role: "menu",
    align,
    class: extra,
    fill(panel, close) {
      const list = h("div", { class: "st-menu sc-menu" });
      panel.append(list);
      panel.addEventListener("keydown", (event) => arrows(panel, event));
      const show = (all) => list.append(...all.map((one) => item(one, close)));
      const found = items();
      if (found instanceof Promise) found.then(show).then(() => panel.querySelector("[role=menuitem]")?.focus());
      else show(found);
    },
  });
}

function item({ text, hint = "", run = null, href = null, off = "" }, close) {
  const inside = [h("span", { class: "st-ellipsis" }, text), h("span", { class: "st-hint" }, off || hint)];
  if (href && !off) return h("a", { class: "st-menu-item", role: "menuitem", href, download: "", onclick: () => setTimeout(close, 0) }, inside);
  const act = () => {
    close();
    run();
  };
  return h("button", { type: "button", class: "st-menu-item", role: "menuitem", "aria-disabled": off ? "true" : null, disabled: Boolean(off), onclick: act }, inside);
}

function arrows(panel, event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const all = [...panel.querySelectorAll("[role=menuitem]:not(:disabled)")];
  all[(all.indexOf(document.activeElement) + way + all.length) % all.length]?.focus();
}
