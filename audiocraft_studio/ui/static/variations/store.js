// The grids of a project (in short) and the one that is open (with its cells), kept in step with the server.

import { get, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { store } from "../core/store.js";

const KEY = "studio.grid.";
const JOIN_AFTER_MS = 700;

/**
 * Events: "grid" (another grid is open, or none), "cells" (cells of the open grid changed), "progress" (its job went
 * on), "list" (the grids of the project).
 */
export class Grids extends EventTarget {
  current = null;
  list = [];
  loaded = false;
  #fetching = false;
  #again = false;
  #seen = "";
  #joining = new Set();
  #opening = 0; // the grid that was asked for last is opened, however late the answers before it come

  constructor() {
    super();
    live.onJob((job) => this.#heard(job));
    live.onConnection((there) => there && this.loaded && this.refresh());
    assets.onChange(
      (asset) => this.#changed(asset),
      () => this.current?.cells.flatMap((cell) => cell.asset?.id ?? []) ?? [],
    );
  }

  /** Reads the project's grids and opens the one that was open last, else the newest. */
  async load(project) {
    const turn = ++this.#opening;
    const found = await get(`/grids?project=${encodeURIComponent(project)}`);
    const kept = store.get(KEY + project);
    const opened = found.find((grid) => grid.id === kept) || found[0];
    const whole = opened ? await get(`/grids/${opened.id}`) : null;
    if (project !== page.project) return;
    const made = turn !== this.#opening && this.current?.project === project ? this.list.filter((one) => one.id === this.current.id) : [];
    this.list = [...made, ...found.filter((one) => one.id !== made[0]?.id)];
    this.loaded = true;
    if (!made.length) this.#show(whole);
    this.#tell("list");
  }

  /** Opens a grid as it is on the server now. Throws ApiError. */
  async open(id) {
    const turn = ++this.#opening;
    const grid = await get(`/grids/${id}`);
    if (turn === this.#opening) this.#show(grid);
  }

  /** Takes in a grid that came as an answer, and opens it. */
  add(grid) {
    this.#opening += 1;
    this.list = [summary(grid), ...this.list.filter((one) => one.id !== grid.id)];
    this.#show(grid);
    this.#tell("list");
    if (grid.job) live.note(grid.job);
    return grid;
  }

  /** Starts a grid and opens it. Throws ApiError. */
  async create(request) {
    return this.add(await send("POST", "/grids", request));
  }

  /** Runs cells again that have no sound: those of the `indices`, or all. */
  async retry(indices = null) {
    const job = await send("POST", `/grids/${this.current.id}/retry`, { cells: indices });
    live.note(job);
    await this.refresh();
  }

  cancel() {
    return send("POST", `/jobs/${this.current.job.id}/cancel`);
  }

  /** Reads the open grid again; asked while it reads, it reads once more after that. */
  async refresh() {
    if (!this.current) return;
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    const id = this.current.id;
    try {
      this.#take(await get(`/grids/${id}`), id);
    } catch (error) {
      console.warn(error.message);
    } finally {
      this.#fetching = false;
    }
    if (!this.#again) return;
    this.#again = false;
    await this.refresh();
  }

  #take(grid, id) {
    if (this.current?.id !== id) return;
    const job = live.job(grid.job?.id);
    if (job && grid.job && !ended(grid.job)) grid.job = job;
    grid.cells.forEach((cell) => cell.asset && assets.remember(cell.asset));
    this.current = grid;
    this.list = this.list.map((one) => (one.id === id ? summary(grid) : one));
    this.#tell("cells");
  }

  #show(grid) {
    this.current = grid;
    this.#seen = "";
    if (grid) {
      store.set(KEY + grid.project, grid.id);
      grid.cells.forEach((cell) => cell.asset && assets.remember(cell.asset));
    }
    this.#tell("grid");
  }

  #heard(job) {
    const id = job.context?.grid;
    if (!id || !this.loaded) return;
    if (id !== this.current?.id) {
      this.#heardOther(job, id);
      return;
    }
    this.current.job = job;
    const now = `${job.state} ${job.done} ${job.failures.length}`;
    const moved = now !== this.#seen;
    this.#seen = now;
    this.#tell("progress");
    if (moved) this.refresh();
  }

  /** A grid that somebody else started in this project joins the list. */
  #heardOther(job, id) {
    const known = this.list.find((grid) => grid.id === id);
    if (known) known.job = job;
    else if (job.project === page.project && !this.#joining.has(id)) {
      this.#joining.add(id);
      // The job is told of a moment before its grid is stored; the page that asked for it has it by then.
      setTimeout(() => this.#join(id), JOIN_AFTER_MS);
    }
  }

  async #join(id) {
    this.#joining.delete(id);
    if (this.list.some((one) => one.id === id)) return;
    const grid = await get(`/grids/${id}`).catch(() => null);
    if (!grid || this.list.some((one) => one.id === id) || grid.project !== page.project) return;
    this.list = [summary(grid), ...this.list];
    if (!this.current) this.#show(grid);
    this.#tell("list");
  }

  #changed(asset) {
    const cell = this.current?.cells.find((one) => one.asset?.id === asset.id);
    if (!cell) return;
    cell.asset = asset;
    this.#tell("cells");
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

/** What the list keeps of a grid, as the server sends it there. */
function summary({ id, title, project, created_at, request, design, job, cells }) {
  const count = (state) => cells.filter((cell) => cell.state === state).length;
  const counts = { total: cells.length, done: count("done"), failed: count("failed"), cancelled: count("cancelled") };
  return { id, title, project, created_at, request, design, job, counts };
}

/** The sounds of a grid, in the order of its cells. */
export function soundsOf(grid) {
  return (grid?.cells || []).flatMap((cell) => cell.asset ?? []);
}

/** How a grid stands: {total, done, failed, running, waiting, share 0..1}. */
export function standing(grid) {
  const count = (...states) => grid.cells.filter((cell) => states.includes(cell.state)).length;
  const done = count("done");
  const total = grid.cells.length;
  const busy = Boolean(grid.job) && !ended(grid.job);
  return {
    total,
    done,
    failed: count("failed"),
    cancelled: count("cancelled"),
    busy,
    share: busy ? Math.max(done / total, grid.job.progress || 0) : done / total,
  };
}

/** How far each cell that is being made is: they share what the job has done beyond the finished ones. */
export function cellProgress(grid) {
  const running = grid.cells.filter((cell) => cell.state === "running").length;
  const over = grid.cells.filter((cell) => cell.state === "done" || cell.state === "failed").length;
  if (!running || !grid.job) return 0;
  return Math.max(0, Math.min(1, (grid.job.progress * grid.cells.length - over) / running));
}
