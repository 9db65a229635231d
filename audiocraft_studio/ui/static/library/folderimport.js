// A folder on the computer that runs the studio, brought in by a job there: it goes on when the page is closed.

import { get, send } from "../core/api.js";
import { ended, live } from "../core/live.js";

const STATES = { queued: "running", running: "running", done: "done", failed: "stopped", cancelled: "cancelled" };

/** Has the face of Uploads: state, total, done, progress, eta_s, current, report, problem, rest, again(), cancel(). */
export class FolderImport extends EventTarget {
  problem = "";
  #ask; // starts the job
  #job;

  /** job: the ended one that is tried again. */
  constructor(ask, job = null) {
    super();
    this.#ask = ask;
    this.#job = job;
  }

  /** Ready to run: a folder as it was typed, options as the import takes them. */
  static from(folder, options) {
    return new FolderImport(() => send("POST", "/import", { folder, ...options }));
  }

  /** Follows an import that was started before, here or elsewhere. */
  static of(job) {
    const found = new FolderImport(null);
    found.#follow(job);
    return found;
  }

  get state() {
    return this.#job ? STATES[this.#job.state] : "waiting";
  }

  get total() {
    return this.#job?.total || 0;
  }

  get done() {
    return this.#job?.done || 0;
  }

  get progress() {
    return this.#job?.progress || 0;
  }

  get eta_s() {
    return this.#job?.eta_s ?? null;
  }

  get current() {
    return this.#job?.message || "";
  }

  get title() {
    return this.#job?.title || "";
  }

  /** As that of Uploads. While it runs, the job names failures in one sentence each. */
  get report() {
    const { result, failures = [], assets = [] } = this.#job || {};
    const running = { imported: assets.length, skipped: [], failed: failures.map(({ reason }) => ["", reason]) };
    return this.state === "running" || !result ? running : result;
  }

  get rest() {
    const unread = this.report.n_failed ?? this.report.failed.length;
    return this.state === "done" ? unread : this.total - this.done;
  }

  /** What came in is known by another try, so it is about the rest. */
  again() {
    const job = this.#job;
    return new FolderImport(() => send("POST", `/jobs/${job.id}/retry`), job);
  }

  /** Starts the job and resolves when it has ended. Throws ApiError where the studio refuses. */
  async run() {
    const before = this.#job && live.job(this.#job.id);
    const job = await this.#ask();
    live.note(job);
    const heard = live.job(job.id); // the socket may have been faster than the answer
    await new Promise((done) => {
      this.addEventListener("change", () => this.state !== "running" && done());
      this.#follow(heard && heard !== before ? heard : job);
    });
  }

  async cancel() {
    live.note(await send("POST", `/jobs/${this.#job.id}/cancel`));
  }

  #follow(job) {
    const off = live.onJob((news) => news.id === job.id && hear(news));
    const hear = (news) => {
      this.#job = news;
      this.problem = news.error || "";
      if (ended(news)) off();
      this.dispatchEvent(new Event("change"));
    };
    hear(job);
  }
}

/** The newest import of a folder that this studio knows of, or null. */
export async function latestImport() {
  const job = (await get("/jobs")).find((one) => one.kind === "import");
  return job ? FolderImport.of(job) : null;
}
