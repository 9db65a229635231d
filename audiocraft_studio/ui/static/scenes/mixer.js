// The mixer: a row a layer (its head and its lane), the ruler above, the mix below, and the keys.

import { emptyState, button, h, iconButton, isTyping, put, icon } from "../core/dom.js";
import { frames } from "../core/frames.js";
import { describeKeys } from "../core/keys.js";
import { player } from "../core/player.js";
import { lane } from "./lane.js";
import { rulerStep, stepWeight, viewLength, weightText } from "./levels.js";
import { mixRow } from "./mixrow.js";
import { strip } from "./strip.js";
import { timeline } from "./timeline.js";
import { Viewport } from "./viewport.js";

const NUDGE_S = 0.01;
const SEEK_S = 1;

/** Draws the mixer into `element`; returns {update(), focusLayer(id)}. `addLayer` opens the way to a new layer. */
export function mixer(element, store, playback, { addLayer }) {
  const view = new Viewport(() => update());
  const time = timeline(playback, view);
  const play = iconButton("play", "Play the scene (Space)", { class: "st-btn-quiet sc-play", onclick: () => (use(), playback.toggle()) });
  const zoom = [["minus", "Zoom out (X)", "x"], ["plus", "Zoom in (Z)", "z"]].map(([name, text, key]) => iconButton(name, text, { class: "st-btn-quiet sc-zoom", onclick: () => time.zoomKey(key) })); // prettier-ignore
  const corner = h("div", { class: "sc-corner" }, play, zoom, h("span", { class: "st-space" }), h("span", null, "weight"), h("span", { class: "sc-db st-num" }, "level"));
  const rows = h("div", { class: "sc-rows", role: "group", "aria-label": "Layers" });
  const empty = h("div", { class: "sc-empty" });
  const over = h("div", { class: "sc-over" }, time.playhead);
  const mix = mixRow(store, playback);
  const layers = new Map();
  element.classList.add("sc-mixer");
  element.append(h("div", { class: "sc-scroll st-scroll" }, h("div", { class: "sc-inner" }, h("div", { class: "sc-top" }, corner, time.ruler), rows, empty, over)), h("div", { class: "sc-scroller-row" }, time.scroller), mix.element);
  element.addEventListener("wheel", (event) => event.target.closest(".sc-lane, .sc-ruler") && time.wheel(event), { passive: false });

  function update() {
    const { scene } = store;
    const wanted = scene?.layers || [];
    for (const [id, row] of layers) {
      if (wanted.some((layer) => layer.id === id)) continue;
      row.element.remove();
      layers.delete(id);
    }
    wanted.forEach((layer, i) => {
      if (!layers.has(layer.id)) layers.set(layer.id, makeRow(layer.id));
      const row = layers.get(layer.id);
      if (rows.children[i] !== row.element) rows.insertBefore(row.element, rows.children[i] || null);
    });
    empty.hidden = wanted.length > 0;
    if (!wanted.length) put(empty, scene ? nothing(addLayer) : null);
    measure();
    if (scene) for (const layer of wanted) layers.get(layer.id).update(layer);
    rove();
    mix.update();
  }

  /** Takes the size of the timeline, and its length in seconds unless a drag holds it. */
  function measure() {
    view.width = Math.max(1, time.ruler.clientWidth);
    if (!view.frozen && store.scene) view.length_s = viewLength(store.scene);
    time.update(element);
  }

  function makeRow(id) {
    const head = strip(store, id);
    const track = lane(store, id, playback.times);
    const row = h("div", { class: "sc-layer", role: "group", tabindex: -1, dataset: { layer: id } }, head.element, track.element);
    row.addEventListener("focusin", () => {
      use();
      store.select(id);
    });
    row.addEventListener("pointerdown", () => store.select(id));
    row.addEventListener("keydown", (event) => keys(event, id));
    track.element.addEventListener("pointerdown", (event) => {
      if (event.target === track.element && event.button === 0) time.seekAt(event);
    });
    let drawn = "";
    let drawnTimes = null;
    return {
      element: row,
      head,
      track,
      update(layer) {
        const { state, progress, eta_s, message } = store.work.of(layer) || {};
        const key = JSON.stringify([layer, store.shown(id).key, store.selected === id, view.key, view.length_s, state, progress, eta_s, message]);
        const times = layer.scatter && playback.times.of(layer, store.scene);
        if (key === drawn && times === drawnTimes) return; // with many layers a fader moves one row, not all
        [drawn, drawnTimes] = [key, times];
        row.dataset.type = layer.type;
        row.setAttribute("aria-label", spoken(layer));
        row.classList.toggle("sc-selected-row", store.selected === id);
        row.classList.toggle("sc-muted", layer.mute && !layer.solo);
        head.update(layer);
        track.update(layer, view);
      },
    };
  }

  /** Of all rows one can be reached by Tab, and of its controls all. */
  function rove() {
    const all = store.scene?.layers || [];
    const at = all.some((layer) => layer.id === store.selected) ? store.selected : all[0]?.id;
    for (const [id, row] of layers) {
      row.element.tabIndex = id === at ? 0 : -1;
      for (const control of row.head.controls) control.tabIndex = id === at ? 0 : -1;
    }
  }

  function focusLayer(id) {
    layers.get(id)?.element.focus({ preventScroll: false });
  }

  function keys(event, id) {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey) return;
    const layer = store.layerOf(id);
    const act = (event.altKey ? carrying(layer) : acting(layer))[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act && (event.altKey || !time.zoomKey(event.key))) return;
    event.preventDefault();
    act?.();
  }

  /** Alt and an arrow take the layer along. */
  function carrying(layer) {
    const { step } = rulerStep(view.span_s, view.width);
    const place = (by) => {
      store.moveLayer(layer.id, by);
      focusLayer(layer.id);
    };
    return {
      ArrowUp: () => place(-1),
      ArrowDown: () => place(1),
      ArrowLeft: () => nudge(layer, -step),
      ArrowRight: () => nudge(layer, step),
    };
  }

  function acting(layer) {
    const { id } = layer;
    const all = store.scene.layers;
    const at = all.indexOf(layer);
    return {
      ArrowUp: () => focusLayer(all[Math.max(0, at - 1)].id),
      ArrowDown: () => focusLayer(all[Math.min(all.length - 1, at + 1)].id),
      Home: () => focusLayer(all[0].id),
      End: () => focusLayer(all.at(-1).id),
      ArrowLeft: () => time.seek(playback.position() - SEEK_S),
      ArrowRight: () => time.seek(playback.position() + SEEK_S),
      "[": () => nudge(layer, -NUDGE_S),
      "]": () => nudge(layer, NUDGE_S),
      m: () => store.editLayer(id, null, { mute: !layer.mute }),
      s: () => store.editLayer(id, null, { solo: !layer.solo }),
      k: () => store.pointAt(id, playback.position()),
      "+": () => level(layer, 1),
      "=": () => level(layer, 1),
      "-": () => level(layer, -1),
      "−": () => level(layer, -1),
      Delete: () => {
        store.removeLayer(id);
        if (store.selected) focusLayer(store.selected);
      },
    };
  }

  function nudge(layer, by) {
    store.moveClip(layer.id, layer.offset_s + by, "nudge");
  }

  function level(layer, way) {
    store.editLayer(layer.id, "weight", { weight: Math.round(stepWeight(layer.weight, way / 2) * 10000) / 10000 });
  }

  /** The mixer was used: Space plays the scene from now on, unless something sounds right now. */
  function use() {
    if (store.scene && player.source !== playback && !player.playing) player.claim(playback);
  }

  const move = frames(() => {
    let standing = mix.meter(playback.levels());
    for (const [id, row] of layers) standing = row.head.meter.show(playback.levels(id)) || standing;
    if (playback.playing()) time.follow();
    return standing || playback.playing();
  });
  player.addEventListener("change", () => {
    const sounds = player.source === playback && playback.playing();
    put(play, icon(sounds ? "pause" : "play"));
    play.setAttribute("aria-label", sounds ? "Pause the scene (Space)" : "Play the scene (Space)");
    time.follow();
    if (sounds) move();
  });
  player.addEventListener("time", () => time.follow());
  document.addEventListener("studio:theme", repaint);
  new ResizeObserver(() => element.clientWidth && update()).observe(time.ruler);
  element.addEventListener("pointerdown", use);

  function repaint() {
    for (const layer of store.scene?.layers || []) layers.get(layer.id)?.track.repaint(layer, view);
  }

  describeKeys("Mixer", [
    ["↑ ↓", "to another layer"],
    ["← →", "back and on by 1 s"],
    ["M S", "mute, solo"],
    ["+ −", "weight by 0.5 dB"],
    ["[ ]", "move the clip by 10 ms"],
    ["Alt ← →", "move the clip by a mark of the ruler"],
    ["Alt ↑ ↓", "move the layer up or down"],
    ["K", "a point at the playhead, of what the lane shows"],
    ["Z X F", "zoom in, zoom out, show all"],
    ["Enter", "type a value (on a fader)"],
    ["Delete", "remove the layer"],
    ["Ctrl Z", "undo"],
    ["Ctrl S", "save the scene"],
  ]);
  return { update, focusLayer, use };
}

function spoken(layer) {
  const parts = [layer.name || "Layer", layer.type, `weight ${weightText(layer.weight)}`];
  if (layer.mute) parts.push("muted");
  if (layer.solo) parts.push("solo");
  if (!layer.asset) parts.push(layer.lost ? "sound missing" : "no sound yet");
  return parts.join(", ");
}

function nothing(addLayer) {
  const add = button("Add a layer", { icon: "plus", onclick: () => addLayer() });
  return emptyState("No layers yet", "A layer is a sound with its own weight: write a prompt for it, or pick one from the library.", [add]);
}
