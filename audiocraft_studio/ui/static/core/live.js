// What happens on the server, as it happens: one WebSocket for the whole page, opened again whenever it breaks.

import { get, socketUrl } from "./api.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const REMEMBERED = 200; // jobs
const POLL_MS = 2000; // where a proxy lets no socket through, jobs are asked for instead

class Live {
  #listeners = { job: new Set(), asset: new Set(), assets: new Set(), models: new Set(), connection: new Set() };
  #jobs = new Map();
  #socket = null;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #polling = false;
  connected = null; // null until the first answer, so that nobody reports a loss that never was

  /** Opens the socket; called once by studio.js. */
  start() {
    this.#open();
    globalThis.addEventListener("online", () => this.retry());
  }

  /** Tries again now instead of when the wait is over. */
  retry() {
    if (this.connected) return;
    clearTimeout(this.#timer);
    this.#wait = FIRST_WAIT_MS;
    this.#open();
  }

  onJob(fn) {
    return this.#add("job", fn);
  }

  onAsset(fn) {
    return this.#add("asset", fn);
  }

  /** `fn(ids)` hears which assets were changed together. */
  onAssets(fn) {
    return this.#add("assets", fn);
  }

  onModels(fn) {
    return this.#add("models", fn);
  }

  onConnection(fn) {
    return this.#add("connection", fn);
  }

  /** The last known state of a job, or undefined. */
  job(id) {
    return this.#jobs.get(id);
  }

  /** All jobs heard of, newest first. */
  jobs() {
    return [...this.#jobs.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }

  /** Takes in a job that came as an answer, so that listeners hear of it at once; the socket may have overtaken it. */
  note(job) {
    const known = this.#jobs.get(job.id);
    if (known && ended(known) && (!ended(job) || known.state === job.state)) return;
    this.#take(job);
  }

  /** Takes in a job that came as an answer, and resolves to it as it is once it has ended. */
  end(job) {
    return new Promise((done) => {
      const hear = (heard) => {
        if (heard.id !== job.id || !ended(heard)) return;
        off();
        done(heard);
      };
      const off = this.onJob(hear);
      this.note(job);
      hear(this.job(job.id));
    });
  }

  #take(job) {
    this.#jobs.set(job.id, job);
    if (this.#jobs.size > REMEMBERED) this.#forget();
    this.#emit("job", job);
  }

  /** The oldest jobs that have ended are of no use to anybody on the page. */
  #forget() {
    const over = [...this.#jobs.values()].filter(ended).slice(0, this.#jobs.size - REMEMBERED);
    for (const job of over) this.#jobs.delete(job.id);
  }

  /** Takes in an asset that came as an answer. */
  noteAsset(asset) {
    this.#emit("asset", asset);
  }

  #add(kind, fn) {
    this.#listeners[kind].add(fn);
    return () => this.#listeners[kind].delete(fn);
  }

  #emit(kind, value) {
    for (const fn of [...this.#listeners[kind]]) {
      try {
        fn(value);
      } catch (error) {
        console.error(error);
      }
    }
  }

  #open() {
    this.#socket?.close();
    const socket = new WebSocket(socketUrl("/live"));
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (message) => socket === this.#socket && this.#hear(JSON.parse(message.data));
    socket.onclose = () => socket === this.#socket && this.#lost();
  }

  async #opened() {
    this.#wait = FIRST_WAIT_MS;
    const again = this.connected === false || this.#polling;
    this.#polling = false;
    this.#say(true);
    if (!again) return;
    // What was said while nobody listened is asked for.
    this.#emit("models", null);
    await this.#poll().catch(() => {});
  }

  async #poll() {
    for (const job of (await get("/jobs")).reverse()) {
      const known = this.#jobs.get(job.id);
      if (!known || !ended(known) || !ended(job)) this.#take(job);
    }
  }

  #say(there) {
    if (this.connected === there) return;
    this.connected = there;
    this.#emit("connection", there);
  }

  #hear(message) {
    if (message.event === "job") this.#take(message.job);
    else if (message.event === "asset") this.#emit("asset", message.asset);
    else if (message.event === "assets") this.#emit("assets", message.ids);
    else if (message.event === "models") this.#emit("models", null);
  }

  async #lost() {
    this.#timer = setTimeout(() => this.#open(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    try {
      await this.#poll();
      this.#polling = true;
      this.#wait = Math.min(this.#wait, POLL_MS);
      this.#say(true);
    } catch {
      if (this.#socket.readyState !== WebSocket.OPEN) this.#say(false); // it may be back before the answer is given up
    }
  }
}

/** Whether a job will not change any more. */
export function ended(job) {
  return job.state === "done" || job.state === "failed" || job.state === "cancelled";
}

export const live = new Live();
