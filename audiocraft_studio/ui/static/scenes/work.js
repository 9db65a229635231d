// What the server is at work on for the open scene: its layers, its mix, a transition.

import { send } from "../core/api.js";
import { ended, live } from "../core/live.js";

/** The jobs of one scene at a time. `heard(job)` hears of each change, `came(job)` of each sound that is there. */
export class Work {
  #scene = null;
  #jobs = new Map(); // kind to its last job
  #layers = new Map(); // layer id to the last job that makes it
  #seen = new Map(); // job id to how many sounds it had

  constructor({ heard, came }) {
    live.onJob((job) => {
      if (!this.#note(job)) return;
      const before = this.#seen.get(job.id) ?? 0;
      this.#seen.set(job.id, job.assets.length);
      heard(job);
      if (job.assets.length > before || job.state === "done") came(job);
    });
  }

  /** Another scene is open: what is under way for it is found again. */
  open(sceneId) {
    this.#scene = sceneId;
    for (const one of [this.#jobs, this.#layers, this.#seen]) one.clear();
    for (const job of live.jobs().reverse()) if (!ended(job)) this.#note(job);
  }

  /** The job of a kind ("layers", "render", "transition") that is under way, or null. */
  busy(kind) {
    const job = this.#jobs.get(kind);
    return job && !ended(job) ? job : null;
  }

  /** What happens to a layer: null, or {state, progress, eta_s, message, reason, job}. */
  of(layer) {
    const job = this.#layers.get(layer.id);
    if (!job || (layer.asset && job.assets.includes(layer.asset) && !ended(job))) return null;
    const failure = job.failures.find((one) => layersOf(job)[one.index] === layer.id);
    const made = layer.asset && job.assets.includes(layer.asset);
    const state = made ? "done" : failure && ended(job) ? "failed" : job.state;
    return { state, progress: job.progress, eta_s: job.eta_s, message: job.message, reason: failure?.reason || job.error || "It failed.", job };
  }

  /** Whether a sound for this layer is under way. */
  making(layer) {
    const now = this.of(layer);
    return Boolean(now) && (now.state === "queued" || now.state === "running");
  }

  /** What failed with another prompt says nothing about the new one. */
  forget(layerId) {
    if (this.#layers.has(layerId) && ended(this.#layers.get(layerId))) this.#layers.delete(layerId);
  }

  async cancel(job) {
    live.note(await send("POST", `/jobs/${job.id}/cancel`));
  }

  #note(job) {
    if (!this.#scene || job.context?.scene !== this.#scene) return false;
    this.#jobs.set(job.kind, job);
    if (job.kind === "layers") for (const id of layersOf(job)) this.#layers.set(id, job);
    return true;
  }
}

/** The layer of each item of a job. */
function layersOf(job) {
  return (job.context.layers || job.context.layer || "").split(",");
}
