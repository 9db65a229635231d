// The scenes of the project, the one that is open, and all that can be done to it.

import { get, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt, refusal } from "../core/attempt.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { Draft, forget, plain } from "./draft.js";
import { carried, newId, newLayer } from "./layers.js";
import { rendersSame } from "./levels.js";

const OPEN_KEY = "studio.scene.open.";

/** Events: "list" (scenes came, went, were renamed), "scene" (another one is open), "edit" (it changed), "work" (jobs). */
export class Store extends EventTarget {
  scenes = null; // null until they are known
  draft = null;
  selected = null; // id of a layer
  mix = null; // the asset of the last render
  jobs = new Map(); // layer id to its last job
  render = null; // the job of a render
  wrong = null; // the last error that names a field: {field, message}
  #saving = null;

  constructor() {
    super();
    page.onProject(() => this.load());
    live.onJob((job) => this.#heard(job));
    live.onConnection((there) => there && this.scenes && this.refresh());
    globalThis.addEventListener("pagehide", () => this.draft?.keep());
  }

  get scene() {
    return this.draft?.scene || null;
  }

  get layer() {
    return this.scene?.layers.find((layer) => layer.id === this.selected) || null;
  }

  get missing() {
    return (this.scene?.layers || []).filter((layer) => !layer.asset && layer.prompt);
  }

  /** Whether the last render is what the scene sounds like. */
  get current() {
    return Boolean(this.mix && this.scene && rendersSame(this.scene, this.mix));
  }

  async load() {
    const project = page.project;
    if (!project) return;
    try {
      const found = await get(`/scenes?${new URLSearchParams({ project })}`);
      if (project !== page.project) return;
      this.scenes = found;
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#tell("list");
    const wanted = localStorage.getItem(OPEN_KEY + project);
    this.#open(this.scenes.find((scene) => scene.id === wanted) || this.scenes[0] || null);
  }

  /** Opens a scene of the list by its id. */
  async open(id) {
    if (id === this.scene?.id) return;
    try {
      const scene = await get(`/scenes/${id}`);
      this.#list(scene);
      this.#open(scene);
    } catch (error) {
      this.#refuse(error);
    }
  }

  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.#tell("edit");
  }

  /** Changes the open scene in memory; see Draft.edit for the key. */
  edit(key, change) {
    if (this.draft?.edit(key, change)) this.#edited();
  }

  editLayer(id, key, values) {
    // What went wrong with another prompt or model says nothing about this one.
    if (["prompt", "model", "type"].includes(key) && this.jobs.get(id)?.state === "failed") this.jobs.delete(id);
    this.edit(typeof key === "string" ? `${key}:${id}` : key, (scene) => {
      Object.assign(scene.layers.find((layer) => layer.id === id) || {}, values);
    });
  }

  undo() {
    if (this.draft?.undo()) this.#edited();
    else toast("Nothing to undo", { kind: "info", stay: 2500 });
  }

  redo() {
    if (this.draft?.redo()) this.#edited();
  }

  discard() {
    this.draft.discard();
    this.#edited();
  }

  /** A new layer after the selected one. `values` over the defaults of its type. Its id. */
  addLayer({ type = "ambience", ...values }) {
    const layer = newLayer(type, values);
    this.edit(null, (scene) => scene.layers.push(layer));
    this.select(layer.id);
    return layer.id;
  }

  /** A layer that plays an asset of the library. */
  addAsset(asset, values = {}) {
    return this.addLayer({ type: asset.type, name: asset.name, ...values, ...carried(asset) });
  }

  replaceAsset(layerId, asset) {
    this.editLayer(layerId, null, carried(asset));
  }

  removeLayer(id) {
    const [scene, at] = [this.scene, this.scene.layers.findIndex((layer) => layer.id === id)];
    if (at < 0) return;
    const layer = scene.layers[at];
    this.takeOut(id);
    const back = () => {
      if (this.scene?.id !== scene.id || this.scene.layers.some((one) => one.id === id)) return;
      this.edit(null, (now) => now.layers.splice(Math.min(at, now.layers.length), 0, structuredClone(layer)));
      this.select(id);
    };
    toast(`${layer.name || "Layer"} removed from the scene`, { undo: back });
  }

  /** Removes a layer without a word. */
  takeOut(id) {
    const at = this.scene.layers.findIndex((layer) => layer.id === id);
    if (at < 0) return;
    this.edit(null, (scene) => scene.layers.splice(at, 1));
    this.select((this.scene.layers[at] || this.scene.layers[at - 1])?.id || null);
  }

  duplicateLayer(id) {
    const copy = newId();
    this.edit(null, (scene) => {
      const at = scene.layers.findIndex((layer) => layer.id === id);
      scene.layers.splice(at + 1, 0, { ...structuredClone(scene.layers[at]), id: copy });
    });
    this.select(copy);
  }

  moveLayer(id, by) {
    this.edit(null, (scene) => {
      const at = scene.layers.findIndex((layer) => layer.id === id);
      const to = Math.max(0, Math.min(scene.layers.length - 1, at + by));
      scene.layers.splice(to, 0, ...scene.layers.splice(at, 1));
    });
  }

  async create(values = {}) {
    return this.#try(async () => {
      const made = await send("POST", "/scenes", { name: this.#freeName(), project: page.project, ...values });
      this.scenes = [...(this.scenes || []), made].sort(byName);
      this.#tell("list");
      this.#open(made);
      return made;
    });
  }

  async rename(id, name) {
    return this.#try(async () => {
      const stored = id === this.draft?.base.id ? this.draft.base : await get(`/scenes/${id}`);
      const answer = await send("PUT", `/scenes/${id}`, { ...plain(stored), name });
      if (id === this.draft?.base.id) {
        this.draft.take(answer);
        this.draft.scene.name = answer.name;
        this.#edited();
      }
      this.#list(answer);
      return answer;
    });
  }

  async remove(id) {
    return this.#try(async () => {
      const gone = await get(`/scenes/${id}`);
      await send("DELETE", `/scenes/${id}`);
      forget(id);
      this.scenes = this.scenes.filter((scene) => scene.id !== id);
      this.#tell("list");
      if (this.scene?.id === id) this.#open(this.scenes[0] || null);
      toast(`${gone.name} deleted. Its sounds stay in the library.`, { undo: () => this.create({ ...plain(gone), rendered: gone.rendered }) });
      return true;
    });
  }

  /** Stores the scene. Resolves to whether it is stored now; a second call waits for the first. */
  async save() {
    await this.#saving;
    const { draft } = this;
    if (!draft?.dirty) return Boolean(draft);
    const sent = plain(draft.scene);
    this.#saving = this.#try(async () => {
      const answer = await send("PUT", `/scenes/${sent.id}`, sent);
      draft.saved({ ...sent, layers: sent.layers }, answer);
      draft.keep();
      this.#list(answer);
      this.#edited();
      return true;
    });
    const done = await this.#saving;
    this.#saving = null;
    return Boolean(done);
  }

  /** Generates the missing layers, or just the given ones, sound or not. */
  async generate(layerIds = []) {
    if (!(await this.save())) return;
    await this.#try(async () => {
      const made = await send("POST", `/scenes/${this.scene.id}/generate`, layerIds.length ? { layers: layerIds } : {});
      for (const job of [].concat(made)) live.note(job);
    });
  }

  async renderMix() {
    if (!(await this.save())) return;
    await this.#try(async () => live.note(await send("POST", `/scenes/${this.scene.id}/render`)));
  }

  async cancel(job) {
    await this.#try(async () => live.note(await send("POST", `/jobs/${job.id}/cancel`)));
  }

  /** Asks the server for the open scene and takes in what changed there. */
  async refresh() {
    const id = this.draft?.base.id;
    if (!id) return this.load();
    return this.#try(async () => {
      const stored = await get(`/scenes/${id}`);
      if (this.draft?.base.id !== id) return;
      this.draft.take(stored);
      this.#list(stored);
      this.#edited();
      await this.#findMix();
    });
  }

  #open(stored) {
    this.draft?.keep();
    this.draft = stored ? new Draft(stored) : null;
    this.selected = this.scene?.layers[0]?.id || null;
    this.mix = null;
    this.wrong = null;
    this.jobs.clear();
    this.render = null;
    if (stored) {
      localStorage.setItem(OPEN_KEY + stored.project, stored.id);
      for (const job of live.jobs().reverse()) if (!ended(job)) this.#note(job);
    }
    this.#tell("scene");
    this.#findMix();
  }

  async #findMix() {
    const id = this.draft?.base.rendered;
    if (this.mix?.id === id) return;
    const mix = id ? await assets.get(id).catch(() => null) : null;
    if (this.draft?.base.rendered !== id) return;
    this.mix = mix && !mix.trashed_at ? mix : null;
    this.#tell("work");
  }

  #note(job) {
    if (job.context?.scene !== this.draft?.base.id) return false;
    if (job.kind === "layers") this.jobs.set(job.context.layer, job);
    else if (job.kind === "render") this.render = job;
    return true;
  }

  #heard(job) {
    if (!this.draft || !this.#note(job)) return;
    this.#tell("work");
    if (job.state === "done") this.refresh().then(() => job.kind === "render" && this.#rendered());
    else if (job.state === "failed" && job.kind === "render") toast(`The mix was not rendered. ${job.error}`, { kind: "bad" });
  }

  #rendered() {
    const limited = this.mix?.notes?.[0];
    toast(limited ? `Mix rendered. ${limited}.` : "Mix rendered. It is in the library.", { kind: limited ? "warn" : "ok" });
  }

  #list(scene) {
    if (!this.scenes) return;
    this.scenes = this.scenes.map((one) => (one.id === scene.id ? scene : one)).sort(byName);
    this.#tell("list");
  }

  #freeName() {
    const taken = new Set((this.scenes || []).map((scene) => scene.name));
    let n = taken.size + 1;
    while (taken.has(`Scene ${n}`)) n += 1;
    return `Scene ${n}`;
  }

  #edited() {
    if (this.selected && !this.layer) this.selected = this.scene.layers[0]?.id || null;
    this.wrong = null;
    this.#tell("edit");
  }

  #try(work) {
    return attempt(work, (error) => this.#refuse(error));
  }

  /** The field that the server refused is marked. */
  #refuse(error) {
    refusal(error);
    this.wrong = error.field ? { field: error.field, message: error.message } : null;
    this.#tell("edit");
    return null;
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

const byName = (a, b) => a.name.localeCompare(b.name, undefined, { sensitivity: "base" });
