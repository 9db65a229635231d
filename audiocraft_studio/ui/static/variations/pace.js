// How long takes take: learned from the grids that were made here, per model, kept in the browser.

import { ended, live } from "../core/live.js";
import { store } from "../core/store.js";

const KEY = "studio.variations.pace";
const running = new Map();

/** Watches a grid's job from here on; its pace is kept once it is done. */
export function watchPace(grid) {
  if (grid?.job && !ended(grid.job)) running.set(grid.job.id, { model: grid.request.model, duration: grid.request.duration_s, from: null });
}

live.onJob((job) => {
  const known = running.get(job.id);
  if (!known) return;
  // Loading a model is no part of the pace: the clock starts with the first sign of progress.
  if (job.state === "running" && known.from === null && job.progress > 0) known.from = { at: performance.now(), share: job.progress };
  if (!ended(job)) return;
  running.delete(job.id);
  if (job.state !== "done" || !known.from || known.from.share >= 1) return;
  const seconds = (performance.now() - known.from.at) / 1000 / (1 - known.from.share) / job.total;
  store.keep(KEY, { ...store.json(KEY, {}), [known.model]: seconds / Math.max(0.1, known.duration) });
});

/** Seconds for `count` takes of `duration` seconds, or null where nothing is known yet. */
export function estimate(model, duration, count) {
  const pace = store.json(KEY, {})[model];
  return pace ? pace * duration * count : null;
}
