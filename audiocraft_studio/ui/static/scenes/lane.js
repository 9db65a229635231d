// The lane of a layer on the timeline: its clip, dragged to another offset or by its fades, or the place where a missing
// sound will be.

import { assets } from "../core/assets.js";
import { absence } from "../core/attempt.js";
import { button, fmtEta, h, icon, put } from "../core/dom.js";
import { paintClip } from "./clips.js";
import { paintHits } from "./hits.js";
import { extent } from "./levels.js";
import { movables } from "./movable.js";
import { pointsLine } from "./points.js";

const SLOP = 3; // px before a press becomes a drag
const GHOST_PX = 280; // a missing sound has room for its words, however short it will be

/** {element, update(layer, view)}; `view` is the Viewport of the timeline, `times` has the times of scattered layers. */
export function lane(store, id, times) {
  const element = h("div", { class: "sc-lane" });
  let shown = "";
  let clip = null;

  return {
    element,
    update(layer, view) {
      const job = store.work.of(layer);
      const kind = layer.asset ? "clip" : "ghost";
      if (kind !== shown) {
        shown = kind;
        clip = layer.asset ? clipPart(store, id, view, times) : ghostPart(store, id);
        put(element, clip.element, clip.choice);
      }
      clip.update(layer, view, job);
    },
    repaint(layer, view) {
      clip?.repaint?.(layer, view);
    },
  };
}

function clipPart(store, id, view, times) {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const label = h("span", { class: "sc-clip-name" });
  const [rise, fall] = ["in", "out"].map((way) => h("span", { class: `sc-fade sc-fade-${way}`, title: `Fade ${way}: drag`, dataset: { fade: way } }));
  const progress = h("i");
  const bar = h("div", { class: "st-progress sc-clip-progress", hidden: true }, progress);
  const line = pointsLine(store, id, view);
  const choice = laneChoice(store, id);
  const element = h("div", { class: "sc-clip", title: "Drag it along. A double click, or K at the playhead, adds a point" }, canvas, line.element, label, rise, fall, bar);
  let asset = null;
  let painted = "";

  element.addEventListener("pointerdown", (event) => drag(event, store, id, view));
  element.addEventListener("dblclick", (event) => !event.target.dataset.fade && line.add(event));

  const paint = (layer, force = false) => {
    const part = extent(layer, view.length_s);
    const seen = { from: Math.max(part.from, view.from_s), to: Math.min(part.to, view.to_s) };
    const key = JSON.stringify([layer.asset, layer.type, layer.fade_in_s, layer.fade_out_s, part, view.key, layer.scatter && times.of(layer, store.scene)]);
    if (key === painted && !force) return;
    painted = key;
    canvas.style.left = `${(seen.from - part.from) * view.perSecond}px`;
    canvas.style.width = `${Math.max(0, seen.to - seen.from) * view.perSecond}px`;
    if (seen.to <= seen.from) return;
    const shown = { from: seen.from - part.from, to: seen.to - part.from, long: part.to - part.from, pass: part.pass, period: part.period };
    if (layer.scatter) paintHits(canvas, layer, times.of(layer, store.scene), shown);
    else paintClip(canvas, layer, asset, shown);
  };

  /** What comes late counts only where the layer still plays that sound. */
  const fetch = async (wanted) => {
    const found = await assets.get(wanted).catch((error) => ({ error }));
    const layer = store.layerOf(id);
    if (layer?.asset !== wanted) return;
    if (found.error) label.textContent = `This sound ${absence(found.error, "is not in the library any more: replace it")}`;
    else {
      asset = found;
      paint(layer, true);
    }
  };

  return {
    element,
    choice: choice.element,
    update(layer, _, job) {
      const part = extent(layer, view.length_s);
      place(element, part, view);
      line.update(layer, part);
      choice.update(layer);
      const share = (s) => `${(100 * Math.min(s, part.to - part.from)) / Math.max(0.001, part.to - part.from)}%`;
      rise.style.left = share(layer.fade_in_s);
      fall.style.right = share(layer.fade_out_s);
      element.classList.toggle("sc-selected", store.selected === id);
      element.classList.toggle("sc-silent", part.to <= part.from);
      label.style.left = `${1 + Math.max(0, view.from_s - part.from) * view.perSecond}px`;
      label.textContent = part.to <= part.from ? "after the end of the scene" : layer.asset_name || layer.name;
      const running = store.work.making(layer);
      bar.hidden = !running;
      progress.style.width = `${100 * (job?.progress || 0)}%`;
      if (asset?.id === layer.asset) return paint(layer);
      asset = assets.known(layer.asset) || null;
      paint(layer, true);
      if (!asset) fetch(layer.asset);
      return undefined;
    },
    repaint(layer) {
      paint(layer, true);
    },
  };
}

/** What the points on the clip are of. It is there where there is a choice to be made or to be seen. */
function laneChoice(store, id) {
  const element = h("select", { class: "st-input sc-lane-choice", tabindex: -1, onchange: () => store.show(id, element.value) });
  for (const type of ["pointerdown", "keydown"]) element.addEventListener(type, (event) => event.stopPropagation());
  let offered = "";
  return {
    element,
    update(layer) {
      const all = movables(layer);
      const text = (one) => (one.points.length ? `${one.label} · ${one.points.length}` : one.label);
      const key = JSON.stringify(all.map((one) => [one.key, text(one)]));
      if (key !== offered) {
        offered = key;
        put(element, all.map((one) => h("option", { value: one.key }, text(one)))); // prettier-ignore
      }
      const shown = store.shown(id);
      element.value = shown.key;
      element.hidden = store.selected !== id && !shown.points.length;
      element.tabIndex = store.selected === id ? 0 : -1;
      element.setAttribute("aria-label", `Points shown on ${layer.name || "the layer"}`);
      element.title = "What the points on this clip move";
    },
  };
}

/** A press selects; a drag moves the clip, or one of its fades. Everything of one drag is one step of undo. */
function drag(event, store, id, view) {
  if (event.button !== 0) return;
  event.preventDefault();
  store.select(id);
  const element = event.currentTarget;
  element.closest(".sc-layer")?.focus({ focusVisible: false, preventScroll: true });
  const gesture = {};
  const fade = event.target.dataset.fade;
  const before = { ...store.layer };
  const { perSecond } = view;
  let moving = false;
  const move = (to) => {
    const by = (to.clientX - event.clientX) / perSecond;
    if (!moving && Math.abs(to.clientX - event.clientX) < SLOP) return;
    moving = true;
    view.freeze(true);
    store.editLayer(id, gesture, dragged(before, fade, by, view.length_s, store.scene.duration_s));
  };
  const end = () => {
    element.removeEventListener("pointermove", move);
    view.freeze(false);
  };
  element.setPointerCapture(event.pointerId);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", end, { once: true });
  element.addEventListener("pointercancel", end, { once: true });
}

function dragged(layer, fade, by, length_s, fixed_s) {
  const part = extent(layer, length_s);
  const long = Math.max(0, part.to - part.from);
  const ms = (s) => Math.round(s * 1000) / 1000;
  if (fade === "in") return { fade_in_s: ms(Math.max(0, Math.min(long, layer.fade_in_s + by))) };
  if (fade === "out") return { fade_out_s: ms(Math.max(0, Math.min(long, layer.fade_out_s - by))) };
  return { offset_s: ms(Math.max(0, Math.min(fixed_s ? fixed_s - 0.05 : 3600, layer.offset_s + by))) };
}

function ghostPart(store, id) {
  const text = h("span", { class: "st-ellipsis" });
  const act = h("span", { class: "st-row sc-ghost-act" });
  const element = h("div", { class: "sc-clip sc-ghost" }, text, act);
  element.addEventListener("pointerdown", () => store.select(id));
  let drawn = "";
  return {
    element,
    update(layer, view, job) {
      const part = extent(layer, view.length_s);
      element.style.left = `min(${view.percent(part.from)}%, calc(100% - ${GHOST_PX}px))`;
      element.style.width = `max(${(100 * (part.to - part.from)) / view.span_s}%, ${GHOST_PX}px)`;
      element.classList.toggle("sc-selected", store.selected === id);
      const state = !job || job.state === "done" ? "" : job.state;
      text.textContent = state === "failed" ? job.reason : layer.prompt ? `“${layer.prompt}”` : `${layer.lost ? "Its sound is missing. " : ""}Write a prompt below, or replace it with a sound.`;
      text.title = text.textContent;
      element.classList.toggle("sc-failed", state === "failed");
      const key = `${state}:${Boolean(layer.prompt)}`;
      if (key !== drawn) {
        drawn = key;
        put(act, state === "queued" || state === "running" ? working(store, id) : offer(store, layer, state));
      }
      const bar = act.querySelector(".st-progress i");
      if (bar) bar.style.width = `${100 * (job?.progress || 0)}%`;
      const left = act.querySelector(".sc-eta");
      if (left) left.textContent = state === "queued" ? "waiting" : job.eta_s ? `${fmtEta(job.eta_s)} left` : job.message || "generating";
    },
  };
}

function offer(store, layer, state) {
  const word = state === "failed" ? "Retry" : "Generate";
  return [
    state === "failed" && h("span", { class: "st-bad sc-ghost-icon" }, icon("warn")),
    button(word, { class: "st-btn-small", disabled: !layer.prompt, title: layer.prompt ? null : "It has no prompt yet", onclick: () => store.generate([layer.id]) }),
  ];
}

function working(store, id) {
  return [
    h("span", { class: "st-progress sc-ghost-progress" }, h("i")),
    h("span", { class: "st-hint sc-eta" }),
    button("Cancel", { kind: "quiet", class: "st-btn-small", onclick: () => store.cancel(store.work.of(store.layerOf(id)).job) }),
  ];
}

function place(element, { from, to }, view) {
  element.style.left = `${view.percent(Math.min(from, view.length_s))}%`;
  element.style.width = `${(100 * Math.max(0, to - from)) / view.span_s}%`;
}
