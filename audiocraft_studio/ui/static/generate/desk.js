// What the parts of the Generate tab share: the sound that is open, the runs, and what is asked of the form.

import { assets } from "../core/assets.js";
import { get } from "../core/api.js";
import { listensTo } from "../core/listening.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { store } from "../core/store.js";

const PATIENCE_MS = 10_000;
const UNANSWERED = {
  key: "run",
  kind: "bad",
  head: "The run could not start",
  text: "The studio does not answer. Nothing was generated, and the form is as it was. Press Generate again once the connection is back.",
  retry: null,
};
const LAST_KEY = "studio.generate.last";

/** Events: "open" (another sound, or its record changed), "jobs", "notes", "recall" (detail {verb, asset}). */
class Desk extends EventTarget {
  current = null; // the asset that is open
  notes = []; // what went wrong or was cancelled: {key, kind, head, text, actions}
  #started = new Set(); // jobs that this page started: their first sound opens and plays by itself
  #followed = new Map(); // job id -> {job, seen: Set of asset ids, opened: bool}
  #waiting = 0;
  #answer = Promise.resolve(); // settles once what was pressed is answered
  #settle = () => {};

  constructor() {
    super();
    live.onJob((job) => this.#heard(job));
    assets.onChange(
      (asset) => this.#changed(asset),
      () => (this.current ? [this.current.id] : []),
    );
  }

  /** Opens a sound; `play` starts it. `quiet` leaves the transport as it is. */
  open(asset, { play = false, list = null, quiet = false } = {}) {
    this.current = asset;
    store.set(LAST_KEY, asset.id);
    this.dispatchEvent(new Event("open"));
    if (quiet) return;
    if (play) player.play(asset, { list });
    else if (page.tab !== "scenes") player.show(asset); // a scene that is being mixed keeps the transport
  }

  /** The sound that was open before the page was reloaded, or the newest of the project; null in an empty project. */
  async last() {
    const id = store.get(LAST_KEY);
    if (id) {
      const kept = await assets.get(id).catch(() => null);
      if (kept && !kept.trashed_at && (!page.project || kept.project === page.project)) return kept;
    }
    const found = await assets.search({ project: page.project, limit: 1, sort: "-created_at" });
    return found.assets[0] || null;
  }

  /** The Generate button was pressed: the page waits for the job's id. */
  pressed() {
    this.clear("run");
    player.pause();
    this.dispatchEvent(new Event("pressed"));
    clearTimeout(this.#waiting);
    this.#settle();
    this.#answer = new Promise((settle) => (this.#settle = settle));
    this.#waiting = setTimeout(() => this.#unanswered(), live.connected === false ? 0 : PATIENCE_MS);
  }

  #unanswered() {
    this.#settle();
    this.say(UNANSWERED);
  }

  /** What the server made of it: {job} or {error}. */
  async answered({ job = null, error = null }) {
    clearTimeout(this.#waiting);
    if (job) this.#started.add(job);
    this.#settle();
    if (error) return this.say({ key: "run", kind: "bad", ...inThreeParts(error) });
    live.note(await get(`/jobs/${job}`));
    this.#heard(live.job(job));
  }

  /** Runs that are not over, newest first. */
  runs() {
    return [...this.#followed.values()].map((one) => one.job).filter((job) => !ended(job)).reverse();
  }

  say(note) {
    this.notes = [...this.notes.filter((one) => one.key !== note.key), note];
    this.dispatchEvent(new Event("notes"));
  }

  clear(key) {
    const left = this.notes.filter((one) => one.key !== key);
    if (left.length === this.notes.length) return;
    this.notes = left;
    this.dispatchEvent(new Event("notes"));
  }

  /**
   * Asks the form to take over "prompt", "seed", "all", "remix" of an asset, or to "extend" it. What is in no library,
   * as a recipe out of a file, is sent along.
   */
  recall(verb, asset) {
    const { type, recipe, duration_s, tags = [] } = asset;
    const detail = asset.id ? { verb, asset: asset.id } : { verb, foreign: { type, recipe, duration_s, tags } };
    this.dispatchEvent(new CustomEvent("recall", { detail }));
  }

  #heard(job) {
    if (!job || job.kind !== "generate" || Object.keys(job.context || {}).length) return;
    if (page.me && job.owner !== page.me.name) return;
    const known = this.#followed.get(job.id);
    if (!known && ended(job) && !this.#started.has(job.id)) return;
    const one = known || { seen: new Set(), opened: false };
    if (known && ended(known.job) && ended(job)) return;
    one.job = job;
    this.#followed.set(job.id, one);
    this.#take(one);
    if (ended(job)) this.#over(job);
    this.dispatchEvent(new Event("jobs"));
  }

  /** Opens and plays the first sound of a run; the later ones appear among the takes. One that is gone again is passed over. */
  async #take(one) {
    for (const id of one.job.assets.filter((made) => !one.seen.has(made))) {
      one.seen.add(id);
      const first = !one.opened;
      one.opened = true;
      const asset = await assets.get(id).catch(() => null);
      if (!asset) continue;
      await this.#answer; // a short sound may be made before it is known whose press it is
      // What is listened to while it is made goes on; the saved sound takes its place by itself.
      const quiet = listensTo(one.job) || player.isCurrent(asset);
      if (first) this.open(asset, { play: this.#started.has(one.job.id), quiet });
      this.dispatchEvent(new CustomEvent("made", { detail: asset }));
    }
  }

  #over(job) {
    const made = job.assets.length;
    if (job.state === "cancelled") {
      this.say({
        key: "run",
        kind: "info",
        head: made ? `Cancelled after ${made} of ${job.total}` : "Cancelled",
        text: made ? `What was finished is in the library. The form is as it was.` : "Nothing was made. The form is as it was.",
        retry: null,
      });
    } else if (job.failures?.length || job.state === "failed") {
      const reason = job.failures?.[0]?.reason || job.error || job.message || "The reason is not known.";
      const failed = job.failures?.length || job.total;
      this.say({
        key: "run",
        kind: made ? "warn" : "bad",
        head: made ? `${made} of ${job.total} made, ${failed} failed` : "Nothing was made",
        text: `${reason}${made ? " What was made is in the library." : " The form is as it was."}`,
        retry: job.id,
      });
    }
  }

  #changed(asset) {
    if (this.current?.id !== asset.id) return;
    this.current = asset;
    this.dispatchEvent(new Event("open"));
  }
}

function inThreeParts(error) {
  const heads = {
    InputError: error.field ? `${error.field} cannot be used` : "A value cannot be used",
    QueueFull: "The queue is full",
    ModelUnavailable: "The model cannot be had now",
    UnknownModel: "There is no such model",
    DiskFull: "The disk is full",
    NotFound: "Something the form refers to is gone",
  };
  const head = heads[error.kind] || "The run could not start";
  const message = error.field ? error.message.replace(`${error.field}: `, "") : error.message;
  const said = message.charAt(0).toUpperCase() + message.slice(1);
  return { head, text: `${said} Nothing was generated, and the form is as it was.`, retry: null };
}

export const desk = new Desk();
