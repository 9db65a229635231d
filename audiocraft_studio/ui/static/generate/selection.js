// Selecting a stretch of the waveform, looping it, and commenting at a time.

import { assets } from "../core/assets.js";
import { button, fmtAgo, h, icon, keyHints, put } from "../core/dom.js";
import { player } from "../core/player.js";

const SHORTEST_PX = 4;

/**
 * Binds dragging to `bed` and shows start, end and length in `under`. Returns {value, set(region), clear(), comment(),
 * toggleLoop(), refresh(), destroy()}; regions are {from, to} in seconds.
 */
export function selection(bed, bound, under, asset) {
  let value = null;
  const stop = new AbortController();
  const show = () => {
    const whole = asset().duration_s;
    bound.update({ selection: value && { from: value.from / whole, to: value.to / whole } });
    put(under, line(), commentList(asset()));
  };
  const set = (region) => {
    value = region && region.to - region.from > 0.001 ? region : null;
    if (player.isCurrent(asset())) player.setRegion(value);
    show();
  };
  const toggleLoop = () => {
    const on = !(player.loop && player.isCurrent(asset()) && player.playing);
    player.loop = on;
    if (!on) return;
    player.setRegion(value);
    player.play(asset(), { from: value ? value.from : 0, region: value });
  };
  const at = () => (player.isCurrent(asset()) ? player.position : (value?.from ?? 0));
  const comment = () => askComment(under, asset(), at(), show);
  const refresh = () => under.querySelector(".gen-comment-form") || show(); // what is being typed stays
  const line = () =>
    h(
      "div",
      { class: "st-row gen-under-line" },
      h("span", { class: "st-small st-2" }, words(value)),
      button(value ? "Loop it" : "Loop", { icon: "loop", kind: "quiet", class: "st-btn-small", onclick: toggleLoop }),
      button("Comment here", { icon: "comment", kind: "quiet", class: "st-btn-small", onclick: comment }),
      h("span", { class: "st-space" }),
      keyHints([["Space", "play"], ["drag", "select"], ["C", "comment"], ["1–5", "rate"]]),
    );
  bindDrag(bed, () => asset(), set, () => value, stop.signal);
  show();
  return {
    get value() {
      return value;
    },
    set,
    clear: () => set(null),
    comment,
    toggleLoop,
    refresh,
    destroy: () => stop.abort(),
  };
}

function words(value) {
  if (!value) return "Nothing selected";
  return `Selection ${value.from.toFixed(2)} to ${value.to.toFixed(2)} s, ${(value.to - value.from).toFixed(2)} s`;
}

function bindDrag(bed, asset, set, current, signal) {
  let from = null;
  const seconds = (event) => {
    const box = bed.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * asset().duration_s;
  };
  bed.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      bed.setPointerCapture(event.pointerId);
      from = { x: event.clientX, at: seconds(event) };
    },
    { signal },
  );
  bed.addEventListener(
    "pointermove",
    (event) => {
      if (!from || Math.abs(event.clientX - from.x) < SHORTEST_PX) return;
      const to = seconds(event);
      set({ from: Math.min(from.at, to), to: Math.max(from.at, to) });
    },
    { signal },
  );
  bed.addEventListener(
    "pointerup",
    (event) => {
      if (!from) return;
      const still = Math.abs(event.clientX - from.x) < SHORTEST_PX;
      const at = from.at;
      from = null;
      if (!still) return;
      if (current() && (at < current().from || at > current().to)) set(null);
      if (player.isCurrent(asset())) player.seek(at);
      else player.play(asset(), { from: at });
    },
    { signal },
  );
}

function askComment(under, asset, at, done) {
  const input = h("input", { class: "st-input", type: "text", maxlength: 500, placeholder: "What do you hear", "aria-label": `Comment at ${at.toFixed(2)} s` });
  const save = async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text && !(await assets.comment(asset.id, Number(at.toFixed(3)), text))) return;
    done();
  };
  const form = h(
    "form",
    { class: "st-row gen-comment-form", onsubmit: save },
    h("span", { class: "st-small st-2" }, `At ${at.toFixed(2)} s`),
    input,
    button("Comment", { type: "submit" }),
    button("Cancel", { kind: "quiet", onclick: done }),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    done();
  });
  put(under, form, commentList(asset));
  input.focus();
}

function commentList(asset) {
  const all = asset.review.comments;
  if (!all.length) return null;
  return h(
    "ul",
    { class: "gen-comments", "aria-label": "Comments" },
    all.map((one) =>
      h(
        "li",
        null,
        icon("comment", { size: 14 }),
        one.at_s !== null &&
          h("button", { type: "button", class: "gen-time", onclick: () => jump(asset, one.at_s) }, `${one.at_s.toFixed(2)} s`),
        h("span", { class: "gen-comment-text" }, one.text),
        h("span", { class: "st-hint" }, [one.by, fmtAgo(one.created_at)].filter(Boolean).join(", ")),
      ),
    ),
  );
}

function jump(asset, at) {
  if (player.isCurrent(asset)) player.seek(at);
  else player.play(asset, { from: at });
}
