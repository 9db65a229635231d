// A run in progress: as a card among the takes, and large where there is no sound to show yet.

import { send } from "../core/api.js";
import { button, fmtEta, h } from "../core/dom.js";
import { live } from "../core/live.js";
import { toast } from "../core/toast.js";
import { ListenRow } from "../parts/listen.js";

/** Cancels a run; finished takes stay. */
export async function cancel(job) {
  try {
    const answer = await send("POST", `/jobs/${job.id}/cancel`);
    if (answer?.id) live.note(answer);
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
}

/** "4 takes", "1 of 4 made": a model may make them side by side, so none is the one being made. */
export function runTitle(job) {
  if (job.state === "queued") return "Waiting";
  if (job.total < 2) return "Generating";
  return job.done ? `${job.done} of ${job.total} made` : `${job.total} takes`;
}

/** "62 %, 6 s left", or the place in the queue, or what is done first (loading a model). */
export function runWords(job) {
  if (job.state === "queued") return job.position > 1 ? `${job.position} in line` : "next in line";
  const share = `${Math.round(100 * job.progress)} %`;
  if (job.message) return `${job.message}, ${share}`;
  return job.eta_s ? `${share}, ${fmtEta(job.eta_s)} left` : share;
}

export function progressBar(job) {
  return h(
    "div",
    { class: "st-progress", role: "progressbar", "aria-label": job.title, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * job.progress) },
    h("i", { style: { width: `${100 * job.progress}%` } }),
  );
}

/** Where the first sound will be: {element, update(job)}. */
export function runPanel(job) {
  const title = h("b");
  const words = h("span", { class: "st-3" });
  const bar = progressBar(job);
  const listens = new ListenRow();
  const element = h(
    "div",
    { class: "gen-run-panel" },
    h("div", { class: "st-row" }, title, h("span", { class: "st-space" }), words),
    bar,
    listens.element,
    h("div", { class: "st-row" }, button("Cancel", { onclick: () => cancel(job) }), h("span", { class: "st-keys" }, h("kbd", null, "Esc"), "keeps finished takes")),
  );
  const update = (now) => {
    title.textContent = runTitle(now);
    words.textContent = runWords(now);
    showProgress(bar, now);
    listens.update(now);
  };
  update(job);
  return { job: job.id, element, update };
}

/** Moves the bar that progressBar gave. */
export function showProgress(bar, job) {
  bar.setAttribute("aria-valuenow", Math.round(100 * job.progress));
  bar.firstChild.style.width = `${100 * job.progress}%`;
}
