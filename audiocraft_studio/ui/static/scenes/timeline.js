// The ruler, the playhead over all lanes, and the ways to zoom. A click or a drag on the ruler seeks.

import { fmtTime, h } from "../core/dom.js";
import { player } from "../core/player.js";
import { rulerStep, rulerText } from "./levels.js";

const ZOOM = 1.6; // a press of a key
const WHEEL = 0.0022; // a zoom by e a 450 px of wheel

/** {ruler, playhead, scroller, update(lines), follow(), seek(s), seekAt(event), wheel(event), zoomKey(key)} */
export function timeline(playback, view) {
  const marks = h("div", { class: "sc-marks", "aria-hidden": "true" });
  const ruler = h(
    "div",
    { class: "sc-ruler", role: "slider", tabindex: 0, "aria-label": "Position in the scene", "aria-valuemin": 0, title: "Click to go there. Ctrl and the wheel zoom" },
    marks,
  );
  const playhead = h("div", { class: "sc-playhead", "aria-hidden": "true" });
  const inside = h("div");
  const scroller = h("div", { class: "sc-scroller", hidden: true, tabindex: -1, "aria-hidden": "true" }, inside);
  let drawn = "";
  let last_s = 0;

  const seek = (seconds) => {
    const at = Math.max(0, Math.min(seconds, view.length_s));
    if (player.source !== playback && !player.playing) player.claim(playback);
    if (player.source === playback) player.seek(at);
    else playback.seek(at);
    view.reveal(at);
    follow();
  };
  const timeAt = (event) => {
    const box = ruler.getBoundingClientRect();
    return view.from_s + ((event.clientX - box.left) / box.width) * view.span_s;
  };
  const seekAt = (event) => seek(timeAt(event));

  ruler.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    ruler.focus({ focusVisible: false });
    ruler.setPointerCapture(event.pointerId);
    seekAt(event);
    ruler.addEventListener("pointermove", seekAt);
    const end = () => ruler.removeEventListener("pointermove", seekAt);
    ruler.addEventListener("pointerup", end, { once: true });
    ruler.addEventListener("pointercancel", end, { once: true });
  });
  ruler.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = playback.position();
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageDown: at - 5, PageUp: at + 5, Home: 0, End: view.length_s }[event.key];
    if (to !== undefined) seek(to);
    else if (!zoomKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  scroller.addEventListener("scroll", () => {
    const room = scroller.scrollWidth - scroller.clientWidth;
    const from = room > 0 ? (scroller.scrollLeft / room) * (view.length_s - view.span_s) : 0;
    if (Math.abs(from - view.from_s) * view.perSecond > 1.5) view.scroll(from);
  });

  /** Z nearer, X farther, F all; around the playhead where it is in sight. Whether it was one of these. */
  function zoomKey(key) {
    const at = playback.position();
    const center = at >= view.from_s && at <= view.to_s ? at : view.from_s + view.span_s / 2;
    const act = { z: () => view.zoom(ZOOM, center), x: () => view.zoom(1 / ZOOM, center), f: () => view.all() }[key.toLowerCase()];
    act?.();
    return Boolean(act);
  }

  /** Ctrl and the wheel zoom where the pointer is; Shift, or a sideways wheel, moves along. */
  function wheel(event) {
    if (event.ctrlKey || event.metaKey) view.zoom(Math.exp(-event.deltaY * WHEEL), timeAt(event));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) view.scroll(view.from_s + (event.deltaX || event.deltaY) / view.perSecond);
    else return;
    event.preventDefault();
  }

  function follow() {
    const at = playback.position();
    if (playback.playing() && !view.frozen) view.follow(last_s, at);
    last_s = at;
    playhead.hidden = at < view.from_s || at > view.to_s;
    playhead.style.transform = `translateX(${Math.round((at - view.from_s) * view.perSecond)}px)`;
    ruler.setAttribute("aria-valuenow", at.toFixed(2));
    ruler.setAttribute("aria-valuetext", `${fmtTime(at)} of ${fmtTime(view.length_s)}`);
  }

  function mark(step, digits) {
    const first = Math.floor(view.from_s / step + 1e-9);
    const n = Math.max(0, Math.ceil(view.to_s / step - 1e-9) - first);
    marks.replaceChildren(
      ...Array.from({ length: n }, (_, i) => (first + i) * step).map((s) => h("span", { style: { left: `${view.percent(s)}%` } }, rulerText(s, digits))),
    );
  }

  return {
    ruler,
    playhead,
    scroller,
    seek,
    seekAt,
    follow,
    wheel,
    zoomKey,
    /** `lines` get the ruler's step as custom properties, so that lanes show the same grid. */
    update(lines) {
      ruler.setAttribute("aria-valuemax", view.length_s.toFixed(2));
      const { step, digits } = rulerStep(view.span_s, view.width);
      lines.style.setProperty("--step", `${step * view.perSecond}px`);
      lines.style.setProperty("--grid-x", `${-(view.from_s % step) * view.perSecond}px`);
      if (view.key !== drawn) {
        drawn = view.key;
        mark(step, digits);
        scroller.hidden = view.whole;
        inside.style.width = `${(100 * view.length_s) / view.span_s}%`;
        const room = scroller.scrollWidth - scroller.clientWidth;
        if (!view.whole) scroller.scrollLeft = (view.from_s / (view.length_s - view.span_s)) * room;
      }
      follow();
    },
  };
}
