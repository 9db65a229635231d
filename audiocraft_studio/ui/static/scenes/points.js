// The moving weight of a clip: a line with points over its waveform. Points are dragged, moved by arrows, and taken away
// with Delete; a double click on the clip adds one.

import { h } from "../core/dom.js";
import { movedPoint, weightAt, withPoint } from "./automation.js";
import { weightText } from "./levels.js";

const NS = "http://www.w3.org/2000/svg";
const STEP_S = 0.1;
const STEP = 0.02;

/** {element, update(layer, part)}; `part` is {from, to} of the clip in seconds of the scene. */
export function weightLine(store, id, view) {
  const line = document.createElementNS(NS, "polyline");
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.append(line);
  const handles = h("div", { class: "sc-points-handles" });
  const element = h("div", { class: "sc-points" }, svg, handles);
  let part = { from: 0, to: 1 };

  const points = () => store.layerOf(id).weight_points;
  const put = (next, key) => store.editLayer(id, key, { weight_points: next });
  const spot = (event) => {
    const box = element.getBoundingClientRect();
    return [part.from + (event.clientX - box.left) / view.perSecond, 1 - (event.clientY - box.top) / box.height];
  };

  function handle() {
    const one = h("button", { type: "button", class: "sc-point", tabindex: -1, role: "slider", "aria-valuemin": 0, "aria-valuemax": 1 });
    one.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      store.select(id);
      one.focus({ focusVisible: false });
      const gesture = {};
      const move = (to) => put(movedPoint(points(), Number(one.dataset.at), ...spot(to), view.length_s), gesture);
      one.setPointerCapture(event.pointerId);
      one.addEventListener("pointermove", move);
      const end = () => one.removeEventListener("pointermove", move);
      one.addEventListener("pointerup", end, { once: true });
      one.addEventListener("pointercancel", end, { once: true });
    });
    one.addEventListener("dblclick", (event) => event.stopPropagation());
    one.addEventListener("keydown", (event) => keys(event, Number(one.dataset.at)));
    return one;
  }

  function keys(event, at) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [s, weight] = points()[at];
    const by = { ArrowLeft: [-STEP_S, 0], ArrowRight: [STEP_S, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (by) put(movedPoint(points(), at, s + by[0], weight + by[1], view.length_s), "point");
    else if (event.key === "Delete" || event.key === "Backspace") {
      put(points().filter((_, i) => i !== at), null); // prettier-ignore
      handles.children[Math.min(at, handles.children.length - 1)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    /** A point where the clip was double-clicked. */
    add(event) {
      const layer = store.layerOf(id);
      const [s, weight] = spot(event);
      put(withPoint(layer.weight_points || [], Math.max(0, s), Math.max(0, Math.min(1, weight))), null);
    },
    update(layer, clip) {
      part = clip;
      const all = layer.weight_points || [];

      svg.style.display = all.length ? "" : "none";
      const long = Math.max(0.001, clip.to - clip.from);
      const corner = (s, weight) => `${(s - clip.from) / long},${1 - weight}`;
      if (all.length) {
        const inside = all.filter(([s]) => s > clip.from && s < clip.to);
        line.setAttribute("points", [corner(clip.from, weightAt(all, clip.from)), ...inside.map(([s, w]) => corner(s, w)), corner(clip.to, weightAt(all, clip.to))].join(" "));
      }
      while (handles.children.length > all.length) handles.lastChild.remove();
      while (handles.children.length < all.length) handles.append(handle());
      all.forEach(([s, weight], i) => {
        const one = handles.children[i];
        one.dataset.at = i;
        one.hidden = s < clip.from || s > clip.to;
        one.tabIndex = store.selected === id ? 0 : -1;
        one.style.left = `${(100 * (s - clip.from)) / long}%`;
        one.style.top = `${100 * (1 - weight)}%`;
        one.setAttribute("aria-valuenow", weight);
        one.setAttribute("aria-valuetext", `${weightText(weight)} at ${s.toFixed(2)} s`);
        one.setAttribute("aria-label", `Weight point ${i + 1} of ${layer.name || "the layer"}`);
        one.title = `${weightText(weight)} at ${s.toFixed(2)} s. Delete takes it away`;
      });
    },
  };
}
