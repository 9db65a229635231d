// Making a sound again from its recipe, and saying whether it came out the same.

import { send } from "../core/api.js";
import { ended, live } from "../core/live.js";
import { button, h, icon, put } from "../core/dom.js";
import { assets } from "../core/assets.js";
import { abSwitch } from "./ab.js";
import { differenceWords } from "./difference.js";
import { hasRecipe } from "./words.js";

const verdicts = new Map(); // by asset id: {state: "running" | "done" | "failed", …}
const listeners = new Set();

/** What is known of the regenerations of a sound: {state, verdict, difference_db, difference, first, made}, or undefined. */
export function verdictOf(id) {
  return verdicts.get(id);
}

/** `fn(id)` hears of each change of what is known of a sound. */
export function onVerdict(fn) {
  listeners.add(fn);
}

/** Runs the recipe again. Everything that shows the asset's verdict follows. `path` as in docs/http-api.md. */
export async function regenerate(asset, path = `/assets/${asset.id}/regenerate`) {
  if (verdicts.get(asset.id)?.state === "running") return;
  tell(asset.id, { state: "running", progress: 0, message: "" });
  try {
    const job = await send("POST", path);
    live.note(job);
    const last = await theEnd(job, (now) => tell(asset.id, { state: "running", progress: now.progress, message: now.message }));
    if (last.state !== "done") throw new Error(last.error || (last.state === "cancelled" ? "Cancelled." : "It failed."));
    const made = last.result.asset === asset.id ? null : await assets.refresh(last.result.asset);
    const known = { state: "done", ...last.result, ...compared(asset, made, last.result.difference) };
    tell(asset.id, known);
    if (made) tell(made.id, known);
  } catch (error) {
    tell(asset.id, { state: "failed", message: error.message });
  }
}

/** The two sounds, and where they differ on the time axis of the longer one. */
function compared(first, made, difference) {
  if (!made) return { first, made: null };
  return { first, made, difference: difference && { ...difference, span_s: Math.max(first.duration_s, made.duration_s) } };
}

/** Resolves to the job as it ended. */
function theEnd(job, onChange) {
  return new Promise((resolve) => {
    const hear = (news) => {
      if (news.id !== job.id) return;
      onChange(news);
      if (!ended(news)) return;
      off();
      resolve(news);
    };
    const off = live.onJob(hear);
    hear(live.job(job.id) || job);
  });
}

function tell(id, state) {
  verdicts.set(id, state);
  for (const fn of [...listeners]) fn(id);
}

/**
 * The verdict of the shown asset, in words, and a switch to hear both where it came out different: {element,
 * show(asset)}. `onOpen(asset)` opens the other one of the two. Read out politely.
 */
export function verdictLine(onOpen) {
  const said = h("div", { class: "st-verdict-said", "aria-live": "polite" });
  const acts = h("div", { class: "st-row" });
  const turns = abSwitch();
  const element = h("div", { class: "st-verdict" }, said, acts);
  let shown = null;
  const draw = () => {
    const known = shown && verdicts.get(shown.id);
    put(said, known && words(known));
    const both = known?.made ? [["Earlier", known.first], ["New", known.made]] : [];
    turns.show(both);
    put(acts, both.length > 0 && [turns.element, onOpen && other(known, shown, onOpen)]);
    acts.hidden = !both.length;
  };
  listeners.add((id) => shown && id === shown.id && draw());
  return {
    element,
    show(asset) {
      shown = asset;
      draw();
    },
  };
}

function other({ first, made }, shown, onOpen) {
  const there = shown.id === made.id ? first : made;
  const text = there === made ? "Show the new one" : "Show the earlier one";
  return button(text, { kind: "quiet", class: "st-btn-small", onclick: () => onOpen(there) });
}

function words(known) {
  if (known.state === "running") return h("span", { class: "st-3" }, known.message || `Making it again, ${Math.round(100 * known.progress)} %`);
  if (known.state === "failed") return h("span", { class: "st-bad" }, icon("warn"), known.message);
  if (known.verdict === "identical") return h("span", { class: "st-ok" }, icon("check"), "identical: the same samples");
  const close = known.verdict === "close";
  return h("span", { class: close ? "st-info" : "st-warn" }, icon(close ? "info" : "warn"), h("span", null, differenceWords(known)));
}

/** The button that runs it; says why where it cannot. */
export function regenerateButton(getAsset, getPath = undefined) {
  const element = button("Regenerate", { icon: "reuse", onclick: () => getAsset() && regenerate(getAsset(), getPath?.()) });
  return {
    element,
    show(asset) {
      const able = Boolean(asset) && hasRecipe(asset);
      element.disabled = !able;
      element.title = able ? "Runs the recipe again and compares the samples" : "An imported sound has no recipe to run";
    },
  };
}
