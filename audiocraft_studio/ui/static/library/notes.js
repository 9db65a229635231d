// What the engine said while it made the sound: words it did not know, limits it kept to.

import { h, put } from "../core/dom.js";
import { Section } from "./section.js";

export class Notes {
  constructor() {
    this.list = h("ul", { class: "lib-notes" });
    this.section = new Section("notes", "Notes", this.list);
    this.element = this.section.element;
  }

  show({ notes }) {
    this.section.hide(notes.length === 0);
    this.section.say(String(notes.length));
    put(
      this.list,
      notes.map((note) => h("li", null, note)),
    );
  }
}
