// The scenes of the project as a tree, and their transitions as arrows. A click opens a scene.

import { fmtDuration, h, put } from "../core/dom.js";
import { graphLayout } from "./layout.js";

const NS = "http://www.w3.org/2000/svg";

/** {element, update()} */
export function sceneGraph(store) {
  const place = h("div", { class: "sc-graph-place" });
  const element = h("div", { class: "sc-graph st-scroll", role: "group", "aria-label": "All scenes of the project" }, place);
  let drawn = "";

  return {
    element,
    update() {
      const scenes = (store.scenes || []).map((one) => (one.id === store.scene?.id ? store.scene : one));
      const key = JSON.stringify([store.scene?.id, scenes.map((one) => [one.id, one.name, one.parent, one.transitions])]);
      if (key === drawn) return;
      drawn = key;
      const laid = graphLayout(scenes);
      place.style.width = `${laid.width}px`;
      place.style.height = `${laid.height}px`;
      put(place, lines(laid), laid.nodes.map((node) => box(node)), laid.arrows.map(label));
    },
  };

  function box({ scene, x, y, width, height }) {
    const open = scene.id === store.scene?.id;
    const over = (scene.transitions || []).length;
    return h(
      "button",
      {
        type: "button", class: "sc-node", "aria-current": open ? "true" : null, title: `${scene.name}, ${scene.layers.length} layers, ${over} transitions`,
        style: { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }, onclick: () => store.open(scene.id),
      },
      h("span", { class: "st-ellipsis" }, scene.name),
    ); // prettier-ignore
  }
}

function lines({ branches, arrows, width, height }) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("aria-hidden", "true");
  for (const path of branches) svg.append(stroke(path, "sc-branch"));
  for (const { path, tip } of arrows) svg.append(stroke(path, "sc-arrow"), stroke(tip, "sc-arrow"));
  return svg;
}

function stroke(path, name) {
  const made = document.createElementNS(NS, "path");
  made.setAttribute("d", path);
  made.setAttribute("class", name);
  return made;
}

function label({ x, y, seconds }) {
  return h("span", { class: "sc-arrow-text st-hint", style: { left: `${x}px`, top: `${y}px` } }, fmtDuration(seconds));
}
