// The plan of the project: its sounds with what exists of them, and what can be done to them.

import { get, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt, quietly } from "../core/attempt.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";

const CHOSEN_KEY = "studio.plan.chosen.";
const CALM_MS = 250; // changes that come close together are asked for once
export const NEW = "new";

/** Events: "plan" (sounds or counts changed), "chosen" (another sound is shown), "work" (jobs). */
export class Store extends EventTarget {
  sounds = null; // null until they are known
  unread = null; // why they are not, where they could not be read
  coverage = { required: 0, generated: 0, approved: 0, missing: 0 };
  chosen = null; // id of a sound, NEW, or null
  jobs = new Map(); // sound id to its last job
  queueing = null; // {done, total} while all missing are queued
  #timer = 0;
  #fresh = true; // nothing of this project was taken in yet
  #asked = 0; // an answer that a newer one overtook is passed over
  #taken = 0;

  constructor() {
    super();
    page.onProject(() => this.load());
    live.onJob((job) => this.#heard(job));
    assets.onChange((asset) => asset.sound && this.#soon());
    assets.onManyChanged(() => this.sounds && this.#soon());
    live.onConnection((there) => there && (this.sounds || this.unread) && this.#soon());
  }

  get sound() {
    return this.sounds?.find((sound) => sound.id === this.chosen) || null;
  }

  /** Sounds with nothing queued that still miss takes. */
  get incomplete() {
    return (this.sounds || []).filter((sound) => sound.missing > 0 && !this.working(sound.id));
  }

  working(id) {
    const job = this.jobs.get(id);
    return Boolean(job) && !ended(job);
  }

  /** The areas in their order: [{area, sounds, required, approved}, …]. */
  get areas() {
    const groups = new Map();
    for (const sound of this.sounds || []) {
      if (!groups.has(sound.area)) groups.set(sound.area, []);
      groups.get(sound.area).push(sound);
    }
    return [...groups].map(([area, sounds]) => ({
      area,
      sounds,
      required: sounds.reduce((n, sound) => n + sound.required, 0),
      approved: sounds.reduce((n, sound) => n + Math.min(sound.approved, sound.required), 0),
    }));
  }

  async load() {
    const project = page.project;
    if (!project) return;
    if (project !== this.project) {
      Object.assign(this, { project, sounds: null, unread: null, chosen: null });
      this.#fresh = true;
      this.jobs.clear();
      this.#tell("plan");
    }
    const turn = ++this.#asked;
    try {
      const found = await get(`/plan?${new URLSearchParams({ project })}`);
      if (project === page.project && turn > this.#taken) this.#take(found, turn);
    } catch (error) {
      quietly(error);
      if (project !== page.project || this.sounds) return;
      this.unread = error;
      this.#tell("plan");
    }
  }

  #take({ sounds, coverage }, turn) {
    const fresh = this.#fresh;
    for (const sound of sounds) sound.assets.forEach((asset) => assets.remember(asset));
    Object.assign(this, { sounds, coverage, unread: null });
    this.#taken = turn;
    this.#fresh = false;
    if (fresh) for (const job of live.jobs().reverse()) this.#note(job);
    if (this.chosen !== NEW && !this.sound) this.#first();
    this.#tell("plan");
    if (fresh) this.#tell("chosen");
  }

  choose(id, why = {}) {
    const other = id !== this.chosen;
    this.chosen = id;
    if (id && id !== NEW) localStorage.setItem(CHOSEN_KEY + this.project, id);
    this.dispatchEvent(new CustomEvent("chosen", { detail: { ...why, other } }));
  }

  /** Stores a definition; throws ApiError, so that the form can say it at the field. */
  async keep(sound) {
    const path = sound.id ? `/sounds/${sound.id}` : "/sounds";
    const kept = await send(sound.id ? "PUT" : "POST", path, { ...sound, project: this.project });
    this.sounds = [...(this.sounds || []).filter((one) => one.id !== kept.id), kept].sort(byArea);
    this.#tell("plan");
    this.#soon();
    return kept;
  }

  async remove(sound) {
    return attempt(async () => {
      await send("DELETE", `/sounds/${sound.id}`);
      const at = this.sounds.findIndex((one) => one.id === sound.id);
      this.sounds = this.sounds.filter((one) => one.id !== sound.id);
      this.#tell("plan");
      this.choose((this.sounds[at] || this.sounds[at - 1])?.id || null);
      this.#soon();
      return true;
    });
  }

  /** Queues takes of one sound: what is missing, or `count`. */
  async generate(sound, count = Math.max(1, sound.missing)) {
    return attempt(async () => {
      const job = await send("POST", `/sounds/${sound.id}/generate`, { count: Math.min(64, count) });
      live.note(job);
      this.#note(job);
      this.#tell("work");
      return job;
    });
  }

  /** Queues what is missing of every sound, one after the other; stops where the server refuses. */
  async generateAll() {
    const all = this.incomplete;
    this.queueing = { done: 0, total: all.length };
    this.#tell("work");
    for (const sound of all) {
      if (!(await this.generate(sound))) break;
      this.queueing.done += 1;
      this.#tell("work");
    }
    this.queueing = null;
    this.#tell("work");
  }

  async cancel(ids = [...this.jobs.keys()]) {
    const running = ids.filter((id) => this.working(id));
    await attempt(async () => {
      for (const id of running) live.note(await send("POST", `/jobs/${this.jobs.get(id).id}/cancel`));
    });
  }

  /** What is being made now: {total, done, eta_s}, or null. */
  get work() {
    const running = [...this.jobs.values()].filter((job) => !ended(job));
    if (!running.length) return null;
    const total = running.reduce((n, job) => n + job.total, 0);
    const done = running.reduce((n, job) => n + job.progress * job.total, 0);
    return { total, done, jobs: running.length };
  }

  #first() {
    const before = localStorage.getItem(CHOSEN_KEY + this.project);
    const wanted = this.sounds.find((sound) => sound.id === before) || this.sounds[0];
    this.choose(wanted?.id || null);
  }

  #note(job) {
    const id = job.context?.sound;
    if (!id || !this.sounds?.some((sound) => sound.id === id)) return false;
    const before = this.jobs.get(id);
    // An older job that ends late does not hide a newer one.
    if (before && before.id !== job.id && before.created_at > job.created_at) return false;
    this.jobs.set(id, job);
    return true;
  }

  #heard(job) {
    const before = this.jobs.get(job.context?.sound);
    const was = before?.id === job.id ? before.state : null;
    if (!this.#note(job)) return;
    this.#tell("work");
    if (!ended(job)) return;
    this.#soon();
    if (was && was !== job.state) this.#tellFailures(job);
  }

  /** What was not made is said once, with the reason; what was made stays. */
  #tellFailures(job) {
    const { failures } = job;
    if (job.state !== "failed" && !failures.length) return;
    const name = this.sounds.find((sound) => sound.id === job.context.sound)?.name || job.title;
    const count = failures.length && failures.length < job.total ? `${failures.length} of ${job.total} were not made` : "nothing was made";
    toast(`${name}: ${count}. ${failures[0]?.reason || job.error}`, { kind: "bad", stay: 15000 });
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load(), CALM_MS);
  }

  #tell(type) {
    this.dispatchEvent(new CustomEvent(type, { detail: {} }));
  }
}

const byArea = (a, b) => compare(a.area, b.area) || compare(a.name, b.name);
const compare = (a, b) => a.localeCompare(b, undefined, { sensitivity: "base" });
