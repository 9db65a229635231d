// A scene while it is edited: what the server has, what was changed since, and the way back. Unsaved edits are kept in
// the browser, so that a reload loses nothing.

const KEY = "studio.scene.draft.";
const TOGETHER_MS = 700; // equal edits this close are one step of undo
const STEPS = 200;
const SHOWN_ONLY = ["asset_name", "asset_duration_s"];
const SERVERS = ["rendered", "updated_at", "saved_at", "saved_by", "events"];

const without = (keys, object) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** What a person makes of a scene: without what the server adds and keeps. */
export function plain(scene) {
  return { ...without(SERVERS, scene), layers: scene.layers.map((layer) => without(SHOWN_ONLY, layer)) };
}

const same = (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

export class Draft {
  #undo = [];
  #redo = [];
  #last = { key: null, at: 0 };
  #timer = 0;
  #foreign = false; // somebody else saved over what the edits here were made of
  restored = null; // when the unsaved edits that a reload brought back were made

  /** Opens a stored scene, with the unsaved edits of an earlier visit if there are any. */
  constructor(stored) {
    this.base = stored;
    this.basedOn = stored.updated_at; // what the edits were made over, as the server asks it
    this.scene = structuredClone(stored);
    const kept = read(stored.id);
    if (!kept) return;
    if (kept.base.saved_at !== stored.saved_at) this.basedOn = kept.base.updated_at;
    const mine = { ...structuredClone(stored), ...kept.scene };
    this.scene = merged(kept.base, mine, stored);
    if (this.dirty) this.restored = kept.at;
    else {
      this.basedOn = stored.updated_at;
      forget(stored.id);
    }
  }

  get dirty() {
    return !same(this.base, this.scene);
  }

  /**
   * Changes the scene: `change(scene)` may write to what it gets. Edits with the same key belong to one step of undo
   * while they follow closely; a key that is an object (a gesture) belongs together however long it takes.
   */
  edit(key, change) {
    const next = structuredClone(this.scene);
    change(next);
    if (same(next, this.scene)) return false;
    const now = performance.now();
    const goesOn = key !== null && key === this.#last.key && (typeof key === "object" || now - this.#last.at < TOGETHER_MS);
    if (!goesOn) this.#remember();
    this.#last = { key, at: now };
    this.#redo = [];
    this.#put(next);
    return true;
  }

  undo() {
    return this.#step(this.#undo, this.#redo);
  }

  redo() {
    return this.#step(this.#redo, this.#undo);
  }

  /** Back to what the server has. */
  discard() {
    this.#remember();
    this.#last = { key: null, at: 0 };
    this.restored = null;
    this.basedOn = this.base.updated_at;
    this.#foreign = false;
    this.#put(structuredClone(this.base));
  }

  /** The scene as the server has it, whatever was changed here; undo brings that back. */
  replace(stored) {
    this.base = stored;
    this.discard();
  }

  /**
   * Takes in the scene as the server has it now. What was changed here and is not stored yet stays changed. Over what
   * somebody else saved meanwhile it is not merged: saving will ask. `mine`: it is the answer to a save of this page.
   */
  take(stored, { mine = false } = {}) {
    this.#foreign ||= !mine && this.dirty && stored.saved_at !== this.base.saved_at;
    if (!this.#foreign) this.basedOn = stored.updated_at;
    const before = new Map(this.base.layers.map((layer) => [layer.id, layer]));
    const replaced = this.base.layers.some((one) => one.asset && stored.layers.some((layer) => layer.id === one.id && layer.asset !== one.asset));
    if (replaced) this.#remember();
    const next = this.dirty ? merged(this.base, this.scene, stored) : structuredClone(stored);
    for (const step of [...this.#undo, ...this.#redo]) for (const layer of stored.layers) fillIn(step, before.get(layer.id), layer);
    this.base = stored;
    this.#put(next);
  }

  /** After a save: `sent` is what was sent, `stored` what came back; edits made meanwhile stay unsaved edits. */
  saved(sent, stored) {
    this.base = stored;
    this.basedOn = stored.updated_at;
    this.#foreign = false;
    this.restored = null;
    this.#put(same(sent, this.scene) ? structuredClone(stored) : { ...this.scene, updated_at: stored.updated_at });
  }

  /** Writes the unsaved edits to the browser's store now. */
  keep() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.dirty) return forget(this.base.id);
    const kept = { at: Date.now(), base: this.base, scene: this.scene };
    try {
      localStorage.setItem(KEY + this.base.id, JSON.stringify(kept));
    } catch {
      // A full store costs the safety net, not the edit.
    }
    return undefined;
  }

  #put(scene) {
    this.scene = scene;
    this.#timer ||= setTimeout(() => this.keep(), 150);
  }

  #remember() {
    this.#undo.push(this.scene);
    if (this.#undo.length > STEPS) this.#undo.shift();
  }

  #step(from, to) {
    const scene = from.pop();
    if (!scene) return false;
    to.push(this.scene);
    this.#last = { key: null, at: 0 };
    this.#put(structuredClone(scene));
    return true;
  }
}

/** Whether unsaved edits of a scene wait in this browser. */
export function hasDraft(id) {
  return localStorage.getItem(KEY + id) !== null;
}

/** Forgets the unsaved edits of a scene. */
export function forget(id) {
  localStorage.removeItem(KEY + id);
}

function read(id) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY + id));
    return kept?.scene?.layers && kept.base?.layers ? kept : null;
  } catch {
    return null;
  }
}

/** My edits over what the server has now: a sound that came into a layer meanwhile is taken, unless I replaced it. */
function merged(base, mine, theirs) {
  const before = new Map(base.layers.map((layer) => [layer.id, layer]));
  const next = { ...structuredClone(mine), rendered: theirs.rendered, updated_at: theirs.updated_at };
  for (const layer of theirs.layers) {
    const own = next.layers.find((one) => one.id === layer.id);
    const was = before.get(layer.id);
    if (!own && !was) next.layers.push(structuredClone(layer));
    else if (own && [was?.asset ?? null, layer.asset].includes(own.asset)) takeSound(own, was, layer);
  }
  return next;
}

/** The sound that `now` has, and its variations unless they were changed here. */
function takeSound(own, was, now) {
  const { asset, asset_name, asset_duration_s, lost } = now;
  Object.assign(own, { asset, asset_name, asset_duration_s, lost });
  const untouched = own.scatter && now.scatter && String(own.scatter.variations) === String(was?.scatter?.variations || []);
  if (untouched) own.scatter = { ...own.scatter, variations: now.scatter.variations };
}

/** A step of undo gets what was made meanwhile for its empty layers, and more variations of the sound it has. */
function fillIn(step, was, now) {
  const own = step.layers.find((one) => one.id === now.id);
  if (own && was && now.asset && ((!own.asset && !was.asset) || own.asset === now.asset)) takeSound(own, was, now);
}
