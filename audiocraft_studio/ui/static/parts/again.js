// Making a sound again from its recipe, and saying whether it came out the same.

import { send } from "../core/api.js";
import { ended, live } from "../core/live.js";
import { button, fmtDb, h, icon, put } from "../core/dom.js";
import { assets } from "../core/assets.js";
import { hasRecipe } from "./words.js";

const verdicts = new Map(); // by asset id: {state: "running" | "done" | "failed", …}
const listeners = new Set();

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
    tell(asset.id, { state: "done", ...last.result, made });
  } catch (error) {
    tell(asset.id, { state: "failed", message: error.message });
  }
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
 * The verdict of the shown asset, in words: {element, show(asset)}. `onOpen(asset)` opens the sound that came out
 * different. Read out politely.
 */
export function verdictLine(onOpen) {
  const element = h("div", { class: "st-verdict", "aria-live": "polite" });
  let shown = null;
  const draw = () => put(element, shown && words(verdicts.get(shown.id), onOpen));
  listeners.add((id) => shown && id === shown.id && draw());
  return {
    element,
    show(asset) {
      shown = asset;
      draw();
    },
  };
}

function words(known, onOpen) {
  if (!known) return null;
  if (known.state === "running") return h("span", { class: "st-3" }, known.message || `Making it again, ${Math.round(100 * known.progress)} %`);
  if (known.state === "failed") return h("span", { class: "st-bad" }, icon("warn"), known.message);
  if (known.verdict === "identical") return h("span", { class: "st-ok" }, icon("check"), "identical: the same samples");
  const apart = `${known.verdict}, the difference is at ${fmtDb(known.difference_db)}`;
  return [
    h("span", { class: known.verdict === "close" ? "st-info" : "st-warn" }, icon(known.verdict === "close" ? "info" : "warn"), apart),
    known.made && onOpen && button("Show the new one", { kind: "quiet", class: "st-btn-small", onclick: () => onOpen(known.made) }),
  ];
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
