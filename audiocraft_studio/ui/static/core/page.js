// What the parts of the page tell each other: the project, the tab, and sounds sent from one tab to another.

import { get } from "./api.js";
import { store } from "./store.js";

const PROJECT_KEY = "studio.project";

class Page extends EventTarget {
  #project = store.get(PROJECT_KEY) || "";
  #receivers = new Map();
  #waiting = new Map();
  #targets = new Set();
  me = null; // {name, sign_in}, once known

  /** The project that new sounds go to; "" until the first one is known. */
  get project() {
    return this.#project;
  }

  set project(name) {
    store.set(PROJECT_KEY, name);
    this.propose(name);
  }

  /** Opens a project without remembering it for the next visit. */
  propose(name) {
    if (name === this.#project) return;
    this.#project = name;
    this.dispatchEvent(new Event("project"));
  }

  /** `fn(name)` hears of each switch. Returns a function that ends it. */
  onProject(fn) {
    const hear = () => fn(this.#project);
    this.addEventListener("project", hear);
    return () => this.removeEventListener("project", hear);
  }

  /** The name of who sits here, asked once. */
  async whoAmI() {
    this.me ??= await get("/me");
    return this.me;
  }

  /** The tab that is open: "generate", "variations", … */
  get tab() {
    return document.querySelector(".st-tabs [role=tab][aria-selected=true]")?.dataset.tab || "";
  }

  /** Opens a tab by its id; false where there is none. */
  openTab(id) {
    const tab = document.querySelector(`.st-tabs [role=tab][data-tab="${CSS.escape(id)}"]`);
    tab?.click();
    return Boolean(tab);
  }

  /** `fn(id)` hears which tab was opened. */
  onTab(fn) {
    const hear = (event) => fn(event.detail);
    this.addEventListener("tab", hear);
    return () => this.removeEventListener("tab", hear);
  }

  /** Names the targets that exist, before their tabs are opened (tabs mount lazily); shell.py knows them. */
  offer(names) {
    for (const name of names) this.#targets.add(name);
    this.dispatchEvent(new Event("targets"));
  }

  /** Whether something can be sent to `target`. */
  can(target) {
    return this.#targets.has(target);
  }

  /**
   * Sends a payload to a target, opening its tab. The payload is {asset, …}. What is sent before the tab's widget
   * mounted waits for it. Targets: "generate" ({asset, verb}), "extend", "variations", "mixer", "library", "plan".
   */
  send(target, payload, { tab = target } = {}) {
    this.openTab(tab);
    const receive = this.#receivers.get(target);
    if (receive) receive(payload);
    else this.#waiting.set(target, payload);
  }

  /** A tab says what it does with what is sent to `target`; it gets what waited. */
  receive(target, fn) {
    this.#receivers.set(target, fn);
    this.offer([target]);
    if (!this.#waiting.has(target)) return;
    const payload = this.#waiting.get(target);
    this.#waiting.delete(target);
    fn(payload);
  }
}

export const page = new Page();
