// The page's memory of assets, and everything a click does to one. Changes from others come in through `live`.

import { get, send } from "./api.js";
import { live } from "./live.js";
import { toast } from "./toast.js";

const REMEMBERED = 2000;
const FORESEEN = ["tags", "collections", "name", "category", "subcategory", "description", "project"];

class Assets {
  #cache = new Map();
  #listeners = new Map(); // function: the ids that it shows, as a function
  #manyListeners = new Set();
  #patches = new Map(); // asset id -> the last patch under way: changes of one asset go out in their order

  constructor() {
    live.onAsset((asset) => this.#keep(asset));
    live.onAssets((ids) => this.changed(ids));
  }

  /** The asset, from the cache where it is known. Throws ApiError. */
  async get(id) {
    return this.#cache.get(id) || this.refresh(id);
  }

  /** The asset as it is on the server now. */
  async refresh(id) {
    return this.#keep(await get(`/assets/${id}`));
  }

  /** What is known without asking, or undefined. */
  known(id) {
    return this.#cache.get(id);
  }

  /** Takes in an asset that came with another answer (a search, a grid), without telling anyone. */
  remember(asset) {
    this.#store(asset);
    return asset;
  }

  /** The assets of a search: {total, assets, facets, took_ms}; parameters as in docs/http-api.md. */
  async search(parameters, options = {}) {
    const found = await get(`/assets?${new URLSearchParams(parameters)}`, options);
    found.assets.forEach((asset) => this.#store(asset));
    return found;
  }

  /**
   * `fn(asset)` hears of every change of any asset; an asset in the trash has `trashed_at`. Of many changed together it
   * hears of those that `shown()` names.
   */
  onChange(fn, shown = () => []) {
    this.#listeners.set(fn, shown);
    return () => this.#listeners.delete(fn);
  }

  /** `fn(ids)` hears which assets were changed together. */
  onManyChanged(fn) {
    this.#manyListeners.add(fn);
    return () => this.#manyListeners.delete(fn);
  }

  /** Many assets were changed together: what is known of them is not true any more. */
  changed(ids) {
    for (const id of ids) this.#cache.delete(id);
    const shown = new Set([...this.#listeners.values()].flatMap((each) => each()));
    for (const id of ids) if (shown.has(id)) this.refresh(id).catch(() => {});
    for (const fn of [...this.#manyListeners]) fn(ids);
  }

  /** 1..5, or 0 for none. Shown at once, taken back with a message where the server refuses. */
  rate(id, n) {
    return this.patch(id, { rating: n || null });
  }

  favourite(id, on) {
    return this.patch(id, { favourite: on });
  }

  /** "take", "approved", "rejected" or "delivered". */
  status(id, status) {
    return this.patch(id, { status });
  }

  comment(id, at_s, text) {
    return this.patch(id, { comment: { at_s, text } });
  }

  /** A change as PATCH /studio/assets/{id} takes it (docs/http-api.md). Resolves to the asset; null where it could not be done. */
  async patch(id, change) {
    const before = this.#cache.get(id);
    if (before) this.#keep(foresee(before, change));
    const turn = (this.#patches.get(id) || Promise.resolve()).then(() => send("PATCH", `/assets/${id}`, change));
    const quiet = turn.catch(() => {});
    this.#patches.set(id, quiet);
    try {
      const asset = await turn;
      if (this.#patches.get(id) === quiet) this.#keep(asset);
      return asset;
    } catch (error) {
      toast(error.message, { kind: "bad" });
      await this.refresh(id).catch(() => before && this.#keep(before));
      return null;
    } finally {
      if (this.#patches.get(id) === quiet) this.#patches.delete(id);
    }
  }

  #store(asset) {
    this.#cache.delete(asset.id);
    this.#cache.set(asset.id, asset);
    if (this.#cache.size > REMEMBERED) this.#cache.delete(this.#cache.keys().next().value);
  }

  #keep(asset) {
    this.#store(asset);
    for (const fn of [...this.#listeners.keys()]) fn(asset);
    return asset;
  }
}

/** What the asset will look like if the server agrees. */
function foresee(asset, change) {
  const review = { ...asset.review };
  for (const key of ["rating", "status", "favourite"]) if (key in change) review[key] = change[key];
  const next = { ...asset, review };
  for (const key of FORESEEN) if (key in change) next[key] = change[key];
  return next;
}

export const assets = new Assets();
