// The ruler and the playhead over all lanes. A click or a drag on the ruler seeks.

import { fmtTime, h } from "../core/dom.js";
import { player } from "../core/player.js";
import { rulerStep, rulerText } from "./levels.js";

/** {ruler, playhead, update(view), follow(), seekAt(event, lane)} */
export function timeline(playback) {
  const marks = h("div", { class: "sc-marks", "aria-hidden": "true" });
  const ruler = h(
    "div",
    { class: "sc-ruler", role: "slider", tabindex: 0, "aria-label": "Position in the scene", "aria-valuemin": 0, title: "Click to go there" },
    marks,
  );
  const playhead = h("div", { class: "sc-playhead", "aria-hidden": "true" });
  let view = { length_s: 1, width: 1 };
  let drawn = "";

  const seek = (seconds) => {
    const at = Math.max(0, Math.min(seconds, view.length_s));
    if (player.source !== playback && !player.playing) player.claim(playback);
    if (player.source === playback) player.seek(at);
    else playback.seek(at);
    follow();
  };
  const seekAt = (event) => {
    const box = ruler.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * view.length_s);
  };

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
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(to);
  });

  function follow() {
    const at = playback.position();
    playhead.style.transform = `translateX(${Math.round((at / view.length_s) * view.width)}px)`;
    ruler.setAttribute("aria-valuenow", at.toFixed(2));
    ruler.setAttribute("aria-valuetext", `${fmtTime(at)} of ${fmtTime(view.length_s)}`);
  }

  return {
    ruler,
    playhead,
    seek,
    seekAt,
    follow,
    /** `lines` get the ruler's step as a custom property, so that lanes show the same grid. */
    update(next, lines) {
      view = next;
      ruler.setAttribute("aria-valuemax", view.length_s.toFixed(2));
      const { step, digits } = rulerStep(view.length_s, view.width);
      lines.style.setProperty("--step", `${(100 * step) / view.length_s}%`);
      const key = `${view.length_s}:${view.width}`;
      if (key !== drawn) {
        drawn = key;
        const n = Math.ceil(view.length_s / step - 1e-9);
        marks.replaceChildren(
          ...Array.from({ length: n }, (_, i) => h("span", { style: { left: `${(100 * i * step) / view.length_s}%` } }, rulerText(i * step, digits))),
        );
      }
      follow();
    },
  };
}
