// A moving value of a clip: a line with points over its waveform. Points are dragged, moved by arrows, and taken away
// with Delete; a double click on the clip adds one. Which value it is, the lane says (movable.js).

import { h } from "../core/dom.js";
import { movedPoint, valueAt, withPoint } from "./automation.js";
import { shareOf, valueOf } from "./movable.js";

const NS = "http://www.w3.org/2000/svg";
const STEP_S = 0.1;
const STEP = 0.02; // of the height

/** {element, update(layer, part), add(event)}; `part` is {from, to} of the clip in seconds of the scene. */
export function pointsLine(store, id, view) {
  const line = document.createElementNS(NS, "polyline");
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.append(line);
  const handles = h("div", { class: "sc-points-handles" });
  const element = h("div", { class: "sc-points" }, svg, handles);
  let part = { from: 0, to: 1 };

  const shown = () => store.shown(id);
  const put = (next, key) => store.editLayer(id, key, shown().edit(next));
  const spot = (event) => {
    const box = element.getBoundingClientRect();
    return [part.from + (event.clientX - box.left) / view.perSecond, 1 - (event.clientY - box.top) / box.height];
  };
  const move = (at, to_s, share, key) => put(movedPoint(shown().points, at, to_s, valueOf(shown(), share), view.length_s), key);

  function handle() {
    const one = h("button", { type: "button", class: "sc-point", tabindex: -1, role: "slider" });
    one.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      store.select(id);
      one.focus({ focusVisible: false });
      const gesture = {};
      const drag = (to) => move(Number(one.dataset.at), ...spot(to), gesture);
      one.setPointerCapture(event.pointerId);
      one.addEventListener("pointermove", drag);
      const end = () => one.removeEventListener("pointermove", drag);
      one.addEventListener("pointerup", end, { once: true });
      one.addEventListener("pointercancel", end, { once: true });
    });
    one.addEventListener("dblclick", (event) => event.stopPropagation());
    one.addEventListener("keydown", (event) => keys(event, Number(one.dataset.at)));
    return one;
  }

  function keys(event, at) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { points } = shown();
    const [s, value] = points[at];
    const by = { ArrowLeft: [-STEP_S, 0], ArrowRight: [STEP_S, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (by) move(at, s + by[0], shareOf(shown(), value) + by[1], "point");
    else if (event.key === "Delete" || event.key === "Backspace") {
      put(points.filter((_, i) => i !== at), null); // prettier-ignore
      handles.children[Math.min(at, handles.children.length - 1)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function draw(what, clip) {
    const { points, log } = what;
    svg.style.display = points.length ? "" : "none";
    if (!points.length) return;
    const long = Math.max(0.001, clip.to - clip.from);
    const corner = (s, value) => `${(s - clip.from) / long},${1 - shareOf(what, value)}`;
    const inside = points.filter(([s]) => s > clip.from && s < clip.to);
    const ends = [clip.from, clip.to].map((s) => [s, valueAt(points, s, log)]);
    line.setAttribute("points", [ends[0], ...inside, ends[1]].map((point) => corner(...point)).join(" "));
  }

  return {
    element,
    /** A point where the clip was double-clicked. */
    add(event) {
      const [s, share] = spot(event);
      put(withPoint(shown().points, Math.max(0, s), valueOf(shown(), share)), null);
    },
    update(layer, clip) {
      part = clip;
      const what = shown();
      draw(what, clip);
      while (handles.children.length > what.points.length) handles.lastChild.remove();
      while (handles.children.length < what.points.length) handles.append(handle());
      what.points.forEach(([s, value], i) => {
        const one = handles.children[i];
        one.dataset.at = i;
        one.hidden = s < clip.from || s > clip.to;
        one.tabIndex = store.selected === id ? 0 : -1;
        one.style.left = `${(100 * (s - clip.from)) / Math.max(0.001, clip.to - clip.from)}%`;
        one.style.top = `${100 * (1 - shareOf(what, value))}%`;
        const said = `${what.words(value)} at ${s.toFixed(2)} s`;
        const marks = { valuemin: what.low, valuemax: what.high, valuenow: value, valuetext: said, label: `${what.label} point ${i + 1} of ${layer.name || "the layer"}` };
        for (const [name, text] of Object.entries(marks)) one.setAttribute(`aria-${name}`, text);
        one.title = `${said}. Delete takes it away`;
      });
    },
  };
}
