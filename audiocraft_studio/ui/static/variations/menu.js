// A small menu beside a cell or below a button.

import { popover } from "../core/dialog.js";
import { h, icon, put, roving } from "../core/dom.js";

/**
 * Opens a menu at `anchor` (an element that can have the focus). items: [{text, icon, hint, run, why}]; one with a
 * `why` cannot be chosen and says so.
 */
export function openMenu(anchor, label, items) {
  const fill = (panel, close) => fillMenu(panel, close, label, items);
  popover(anchor, { label, role: "menu", clicks: false, class: "var-menu", fill }).open();
}

function fillMenu(panel, close, label, items) {
  const rows = items.map((item) => row(item, close));
  put(panel, h("p", { class: "st-hint var-menu-head" }, label), h("div", { class: "st-menu" }, rows));
  roving(panel.lastChild, () => rows, { vertical: true });
}

function row({ text, icon: name, hint = "", run, why = "" }, close) {
  const act = () => {
    if (why) return;
    close();
    run();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", class: "st-menu-item var-menu-item", "aria-disabled": why ? "true" : null, title: why, onclick: act },
    icon(name),
    h("span", { class: "st-col var-grow" }, h("span", null, text), (why || hint) && h("span", { class: "st-hint" }, why || hint)),
  );
}
