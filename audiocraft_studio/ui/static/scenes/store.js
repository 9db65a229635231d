// The scenes of the project, the one that is open, and what is asked of the server for them.

import { get, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt, quietly, refusal } from "../core/attempt.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { chooseVersion } from "./conflict.js";
import { Draft, forget, plain } from "./draft.js";
import { Editor } from "./editor.js";
import { rendersSame } from "./levels.js";
import { Work } from "./work.js";

const OPEN_KEY = "studio.scene.open.";

/** Events: "list" (scenes came, went, were renamed), "scene" (another one is open), "edit" (it changed), "work" (jobs). */
export class Store extends Editor {
  scenes = null; // null until they are known
  unread = null; // why they are not, where they could not be read
  mix = null; // the asset of the last render
  work = new Work({ heard: (job) => this.#heard(job), came: (job) => this.#came(job) });
  #saving = null;
  #opening = ""; // id of the scene that was asked for last
  #asked = 0; // looks at the open scene; where a newer answer overtook one, it is asked for again
  #taken = 0;

  constructor() {
    super();
    page.onProject(() => this.load());
    live.onConnection((there) => there && (this.scenes || this.unread) && this.refresh());
    globalThis.addEventListener("pagehide", () => this.draft?.keep());
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
      this.unread = null;
    } catch (error) {
      if (project !== page.project) return;
      this.unread = error;
      this.#refuse(error);
      return;
    }
    this.tell("list");
    const wanted = localStorage.getItem(OPEN_KEY + project);
    this.#open(this.scenes.find((scene) => scene.id === wanted) || this.scenes[0] || null);
  }

  /** Opens a scene of the list by its id. */
  async open(id) {
    this.#opening = id;
    if (id === this.scene?.id) return;
    await this.try(async () => {
      const scene = await get(`/scenes/${id}`);
      if (this.#opening !== id) return;
      this.#list(scene);
      this.#open(scene);
    });
  }

  /** Opens a scene that the server just made. */
  enter(made) {
    this.scenes = [...(this.scenes || []).filter((one) => one.id !== made.id), made].sort(byName);
    this.tell("list");
    this.#open(made);
    return made;
  }

  editLayer(id, key, values) {
    if (["prompt", "model", "type"].some((name) => name in values)) this.work.forget(id);
    super.editLayer(id, key, values);
  }

  async create(values = {}) {
    return this.try(async () => this.enter(await send("POST", "/scenes", { name: this.#freeName(), project: page.project, ...values })));
  }

  async rename(id, name) {
    return this.try(async () => {
      const open = id === this.draft?.base.id;
      const stored = open ? this.draft.base : await get(`/scenes/${id}`);
      const answer = await send("PUT", `/scenes/${id}`, { ...plain(stored), name, updated_at: open ? this.draft.basedOn : stored.updated_at });
      if (open) {
        this.#overtake();
        this.draft.take(answer, { mine: true });
        this.draft.scene.name = answer.name;
        this.edited();
      }
      this.#list(answer);
      return answer;
    });
  }

  async remove(id) {
    return this.try(async () => {
      const gone = await get(`/scenes/${id}`);
      await send("DELETE", `/scenes/${id}`);
      forget(id);
      this.scenes = this.scenes.filter((scene) => scene.id !== id);
      this.tell("list");
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
    this.#saving = this.try(async () => {
      const answer = await send("PUT", `/scenes/${sent.id}`, { ...sent, updated_at: draft.basedOn });
      this.#overtake();
      draft.saved(sent, answer);
      draft.keep();
      this.#list(answer);
      this.edited();
      return true;
    }, (error) => (error.kind === "Changed" ? this.#conflict(draft, error) : this.#refuse(error))); // prettier-ignore
    try {
      return Boolean(await this.#saving);
    } finally {
      this.#saving = null;
    }
  }

  /** Somebody else saved since. Nothing is lost: mine becomes a scene of its own, or theirs is taken and undo is mine. */
  async #conflict(draft, error) {
    const choice = await chooseVersion(draft.scene.name, error);
    if (choice === "copy") {
      const { id, ...mine } = plain(draft.scene);
      if (!(await this.create({ ...mine, name: `${mine.name}, ${error.details.you}` }))) return null;
      draft.discard();
      draft.keep();
      this.tell("list");
      return null;
    }
    const theirs = choice === "theirs" && (await this.try(() => get(`/scenes/${draft.base.id}`)));
    if (theirs) {
      this.#overtake();
      draft.replace(theirs);
      this.#list(draft.base);
      this.edited();
      toast("The saved scene is open. Undo brings yours back.", { undo: () => this.undo() });
    }
    return null;
  }

  /** Generates the missing layers, or just the given ones, sound or not. */
  async generate(layerIds = []) {
    if (!(await this.save())) return;
    await this.try(async () => live.note(await send("POST", `/scenes/${this.scene.id}/generate`, layerIds.length ? { layers: layerIds } : {})));
  }

  /** The mix as an asset of the library; with stems also one for each audible layer. */
  async renderMix({ stems = false } = {}) {
    if (!(await this.save())) return;
    await this.try(async () => live.note(await send("POST", `/scenes/${this.scene.id}/render`, { stems })));
  }

  async cancel(job) {
    await this.try(() => this.work.cancel(job));
  }

  /** The scene as the server has it after something it was asked for: a restored version, a narration. */
  take(stored) {
    if (this.draft?.base.id !== stored.id) return;
    this.#overtake();
    this.draft.replace(stored);
    this.#list(stored);
    this.edited();
    this.#findMix();
  }

  /** Asks the server for the open scene and takes in what changed there. */
  async refresh() {
    const id = this.draft?.base.id;
    if (!id || this.unread) return this.load();
    const turn = ++this.#asked;
    return attempt(async () => {
      const stored = await get(`/scenes/${id}`);
      if (this.draft?.base.id !== id) return;
      if (turn < this.#taken) return this.refresh();
      this.#taken = turn;
      this.draft.take(stored);
      this.#list(stored);
      this.edited();
      await this.#findMix();
    }, quietly);
  }

  /** What `work` gives; null where the server refused, which the user is told. */
  try(work, refused = (error) => this.#refuse(error)) {
    return attempt(work, refused);
  }

  /** What was asked for before now is older than what is known. */
  #overtake() {
    this.#taken = ++this.#asked;
  }

  #open(stored) {
    this.#opening = stored?.id || "";
    this.draft?.keep();
    this.draft = stored ? new Draft(stored) : null;
    this.selected = this.scene?.layers[0]?.id || null;
    this.mix = null;
    this.wrong = null;
    this.work.open(stored?.id || null);
    if (stored) localStorage.setItem(OPEN_KEY + stored.project, stored.id);
    this.tell("scene");
    this.#findMix();
  }

  async #findMix() {
    const id = this.draft?.base.rendered;
    if (this.mix?.id === id) return;
    const mix = id ? await assets.get(id).catch(() => null) : null;
    if (this.draft?.base.rendered !== id) return;
    this.mix = mix && !mix.trashed_at ? mix : null;
    this.tell("work");
  }

  #heard(job) {
    this.tell("work");
    if (job.state === "failed" && job.kind === "render") toast(`The mix was not rendered. ${job.error}`, { kind: "bad" });
  }

  async #came(job) {
    await this.refresh();
    if (job.state !== "done" || job.kind !== "render") return;
    const stems = job.assets.length - 1;
    const made = stems ? `Mix and ${stems} stems rendered` : "Mix rendered";
    const limited = this.mix?.notes?.[0];
    toast(limited ? `${made}. ${limited}.` : `${made}. ${stems ? "They are" : "It is"} in the library.`, { kind: limited ? "warn" : "ok" });
  }

  #list(scene) {
    if (!this.scenes) return;
    this.scenes = this.scenes.map((one) => (one.id === scene.id ? scene : one)).sort(byName);
    this.tell("list");
  }

  #freeName() {
    const taken = new Set((this.scenes || []).map((scene) => scene.name));
    let n = taken.size + 1;
    while (taken.has(`Scene ${n}`)) n += 1;
    return `Scene ${n}`;
  }

  /** The field that the server refused is marked. */
  #refuse(error) {
    refusal(error);
    this.wrong = error.field ? { field: error.field, message: error.message } : null;
    this.tell("edit");
    return null;
  }
}

const byName = (a, b) => a.name.localeCompare(b.name, undefined, { sensitivity: "base" });
