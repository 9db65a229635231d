// The stock tabs, mended: ids, arrow keys, and the open tab in the address so that a reload returns there.

import { page } from "../core/page.js";

const LIST = ".st-tabs > .tab-wrapper [role=tablist], .st-tabs > [role=tablist]";

/** Waits for Gradio to draw the tabs, then keeps them mended. Called once by studio.js. */
export function watchTabs() {
  // What happens inside a tab, or to what was taken out of the page, changes no tab.
  const outside = ({ target }) => target.isConnected && !target.closest("[role=tabpanel]");
  const look = new MutationObserver((changes) => changes.some(outside) && mend());
  look.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-selected"] });
  globalThis.addEventListener("hashchange", () => page.openTab(location.hash.slice(1)));
  mend();
}

const mended = new WeakSet();
let told = "";

function tabs() {
  const list = [...document.querySelectorAll(LIST)].find((one) => one.checkVisibility());
  return list ? [...list.querySelectorAll("[role=tab]")] : [];
}

function mend() {
  const all = tabs();
  if (!all.length) return;
  for (const tab of all) tab.dataset.tab ||= tab.textContent.trim().toLowerCase();
  const list = all[0].closest("[role=tablist]");
  if (!mended.has(list)) {
    mended.add(list);
    list.setAttribute("aria-label", "Tabs");
    list.addEventListener("keydown", moved);
    const wanted = location.hash.slice(1);
    if (wanted && wanted !== "generate") page.openTab(wanted);
  }
  for (const tab of all) tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
  const open = all.find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset.tab;
  if (!open || open === told) return;
  const first = told === "";
  told = open;
  if (!first || location.hash) history.replaceState(null, "", `#${open}`);
  page.dispatchEvent(new CustomEvent("tab", { detail: open }));
}

function moved(event) {
  const all = tabs();
  const at = all.indexOf(event.target.closest("[role=tab]"));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = all[(to + all.length) % all.length];
  next.click();
  next.focus();
}
