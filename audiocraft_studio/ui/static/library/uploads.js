// Sending files to the studio one after the other, with what became of each.

import { send } from "../core/api.js";
import { live } from "../core/live.js";

const STOPS = new Set(["Connection", "DiskFull"]); // no use in trying the next file

/** Event "change": anything below is another than before. */
export class Uploads extends EventTarget {
  imported = 0;
  known = []; // paths of files whose sound was in the library already
  failed = []; // {file, path, reason}
  current = ""; // path of the file that is on its way
  state = "waiting"; // then "running", and "done", "cancelled" or "stopped" (see `problem`)
  problem = "";
  #left;
  #options;
  #abort = new AbortController();
  #bytes;
  #sent = 0;
  #started = 0;

  /** files: [{file, path}]. options: {project, type, folder_tags, collection} as the upload takes them. */
  constructor(files, options) {
    super();
    this.#left = [...files];
    this.#options = options;
    this.total = files.length;
    this.#bytes = total(files);
  }

  get done() {
    return this.imported + this.known.length + this.failed.length;
  }

  /** 0..1, by size. */
  get progress() {
    return this.#bytes ? this.#sent / this.#bytes : 0;
  }

  /** Seconds that are left, as far as one can tell; null before the first file is there. */
  get eta_s() {
    if (!this.#sent) return null;
    return ((Date.now() - this.#started) / 1000) * ((this.#bytes - this.#sent) / this.#sent);
  }

  /** {imported, skipped: [[path, reason]], failed: [[path, reason]]} so far. */
  get report() {
    return {
      imported: this.imported,
      skipped: this.known.map((path) => [path, "is in the library already"]),
      failed: this.failed.map(({ path, reason }) => [path, reason]),
    };
  }

  /** How many another try would be about: what was not sent, and what could not be read. */
  get rest() {
    return this.failed.length + this.#left.length;
  }

  /** The same for those, ready to run. */
  again() {
    return new Uploads([...this.failed, ...this.#left].map(({ file, path }) => ({ file, path })), this.#options);
  }

  /** Resolves when all were tried, or when it was cancelled or stopped. */
  async run() {
    this.#started = Date.now();
    this.#now({ state: "running" });
    globalThis.addEventListener("beforeunload", warn);
    while (this.#left.length && this.state === "running") await this.#next();
    globalThis.removeEventListener("beforeunload", warn);
    this.#now({ current: "", state: this.state === "running" ? "done" : this.state });
  }

  /** The file that is on its way is given up; those that arrived stay. */
  cancel() {
    if (this.state !== "running") return;
    this.#now({ state: "cancelled" });
    this.#abort.abort();
  }

  async #next() {
    const one = this.#left[0];
    this.#now({ current: one.path });
    try {
      const asset = await send("POST", `/upload?${this.#address(one)}`, one.file, { signal: this.#abort.signal });
      if (asset.known) this.known.push(one.path);
      else {
        this.imported += 1;
        live.noteAsset(asset);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      if (STOPS.has(error.kind)) {
        this.#now({ state: "stopped", problem: error.message });
        return;
      }
      this.failed.push({ ...one, reason: error.message.replace(`${one.path} `, "") });
    }
    this.#left.shift();
    this.#sent += one.file.size;
    this.#now({});
  }

  #address({ file, path }) {
    const { project, type, folder_tags, collection } = this.#options;
    const where = { name: file.name, path, project, type, collection };
    return new URLSearchParams({ ...where, ...(folder_tags && { folder_tags: 1 }) });
  }

  #now(state) {
    Object.assign(this, state);
    this.dispatchEvent(new Event("change"));
  }
}

/** A page that is closed takes the rest of the files with it: the browser asks first. */
function warn(event) {
  event.preventDefault();
}

/** Bytes of all files. */
export function total(files) {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}
