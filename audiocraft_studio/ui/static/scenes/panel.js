// Below the mixer: tabs about the layer under the hands and about the scene.

import { h, keyHints } from "../core/dom.js";

/** parts: [[name, {element, update()}], …]. {element, update(), open(name)} */
export function panel(parts) {
  const keys = keyHints([["Space", "play"], ["M", "mute"], ["S", "solo"], ["[ ]", "nudge 10 ms"], ["Z X", "zoom"], ["+ −", "0.5 dB"]]);
  let open = parts[0][0];
  const tabs = parts.map(([name, part], i) => {
    part.element.id ||= `sc-panel-${i}`;
    part.element.setAttribute("role", "tabpanel");
    part.element.setAttribute("aria-label", name);
    return h("button", { type: "button", class: "sc-panel-tab", role: "tab", "aria-controls": part.element.id, onclick: () => show(name) }, name);
  });
  const list = h("div", { class: "sc-panel-tabs", role: "tablist", "aria-label": "About the layer and the scene" }, tabs);
  list.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const at = (tabs.indexOf(document.activeElement) + way + tabs.length) % tabs.length;
    show(parts[at][0]);
    tabs[at].focus();
  });
  const element = h(
    "section",
    { class: "sc-clip-panel", "aria-label": "Clip" },
    h("div", { class: "sc-clip-bar" }, list, h("span", { class: "st-space" }), keys),
    parts.map(([, part]) => part.element),
  );

  function show(name) {
    open = name;
    update();
  }

  function update() {
    parts.forEach(([name, part], i) => {
      const chosen = name === open;
      tabs[i].setAttribute("aria-selected", String(chosen));
      tabs[i].tabIndex = chosen ? 0 : -1;
      part.element.hidden = !chosen;
      if (chosen) part.update();
    });
  }

  return { element, update, open: show };
}
