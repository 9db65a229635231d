// The bottom line of the mixer: level of the sum, its loudness and peak as they would be rendered, and the last render.

import { attempt, quietly } from "../core/attempt.js";
import { button, fmtLufs, fmtNumber, h, icon, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { page } from "../core/page.js";
import { measure } from "./loudness.js";
import { meter } from "./meter.js";
import { mixLength, audible } from "./levels.js";

const RATE = 44100;
const CEILING_DB = -1; // true peak of a render, as dsp/mix.py has it
const CALM_MS = 250; // measured once the hands rest
const MOST_S = 900; // seconds of layers that are measured while one waits

/** {element, update(), meter(levels)} */
export function mixRow(store, playback) {
  const level = meter();
  const loudness = h("span", { class: "sc-loudness" });
  const peak = h("span", { class: "sc-peak" });
  const warning = h("span", { class: "st-warn st-row sc-over-text", role: "status" });
  const last = h("span", { class: "st-small st-3 st-ellipsis" });
  const hear = button("Play mix", { icon: "play", class: "st-btn-small", hidden: true, onclick: () => (player.isCurrent(store.mix) ? player.toggle() : player.play(store.mix)) });
  const show = button("In the library", { kind: "quiet", class: "st-btn-small", hidden: true, onclick: () => page.send("library", { asset: store.mix }) });
  const element = h(
    "div",
    { class: "sc-mix" },
    h("div", { class: "sc-mix-head" }, h("b", null, "Mix"), h("span", { class: "st-hint" }, "what you hear is what is rendered")),
    h("div", { class: "sc-mix-body" }, level.element, loudness, peak, warning, h("span", { class: "st-space" }), last, hear, show),
  );
  let seen = "";
  let timer = 0;

  async function look(key) {
    const { scene } = store;
    const length_s = mixLength(scene);
    if (!length_s || length_s * audible(scene).length > MOST_S || !playback.prepared(RATE)) return tell(null);
    const found = await attempt(async () => measure(await playback.renderOffline(RATE), RATE), quietly);
    return key === seen ? tell(found) : undefined;
  }

  function tell(found) {
    element.dataset.peak = found ? found.peak.toFixed(6) : "";
    loudness.textContent = found ? fmtLufs(found.lufs) : "";
    peak.textContent = found?.peak ? `${fmtNumber(20 * Math.log10(found.peak))} dBTP` : "";
    const over = found?.peak ? Math.max(0, 20 * Math.log10(found.peak) - CEILING_DB) : 0;
    const said = over > 0 && !store.current; // then the render itself says so
    put(warning, said && [icon("warn"), `the render will be limited by about ${fmtNumber(over)} dB`]);
  }

  return {
    element,
    meter: (levels) => level.show(levels),
    update() {
      const { scene, mix } = store;
      element.hidden = !scene?.layers.length;
      if (!scene) return;
      if (store.current) put(warning);
      hear.hidden = show.hidden = !mix;
      show.hidden ||= !page.can("library");
      last.textContent = mix ? [store.current ? "Rendered" : "An earlier render", limited(mix)].filter(Boolean).join(", ") : "";
      last.title = last.textContent;
      const key = JSON.stringify([mixLength(scene), audible(scene).map((layer) => ({ ...layer, name: "" })), playback.prepared(RATE)]);
      if (key === seen) return;
      seen = key;
      clearTimeout(timer);
      timer = setTimeout(() => look(key), CALM_MS);
    },
  };
}

/** "limited by up to 7.3 dB to stay below −1.0 dBTP", where the render was. */
function limited(mix) {
  const said = mix.notes?.[0] || "";
  return said.charAt(0).toLowerCase() + said.slice(1);
}
