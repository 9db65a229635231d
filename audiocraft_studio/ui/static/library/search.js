// The search box: what is typed is searched for after a moment; what cannot be understood is said at the place.

import { popover } from "../core/dialog.js";
import { button, h, icon, iconButton } from "../core/dom.js";
import { toggled } from "./query.js";
import { searchHelp } from "./searchhelp.js";

const WAIT_MS = 20; // so that pasted text and fast fingers ask once
const FAIL_AFTER_MS = 400;
const EXAMPLE = 'type:sfx rating:>=4 tag:rain -tag:draft "tin roof"';

export class SearchBox {
  #timer = 0;
  #failing = 0;
  #onQuery;

  /**
   * onQuery(text) hears what to search for; onList() that the list should have the focus; onLeave() of Esc in an empty
   * box, and tells whether there was something to leave.
   */
  constructor(onQuery, onList, onLeave) {
    this.#onQuery = onQuery;
    this.input = h("input", {
      type: "search",
      class: "lib-search-input",
      placeholder: EXAMPLE,
      "aria-label": "Search the library",
      "aria-describedby": "lib-search-error",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#pressed(event, onList, onLeave),
    });
    this.clear = button("Clear", { kind: "quiet", class: "st-btn-small", onclick: () => this.set("") });
    this.clear.hidden = true;
    this.error = h("p", { class: "st-field-error lib-search-error", id: "lib-search-error", role: "alert", hidden: true });
    this.help = iconButton("help", "What can be searched for", { class: "st-btn-quiet st-btn-small lib-search-help" });
    const fill = (panel, close) => searchHelp(panel, (example) => this.#picked(example, close));
    popover(this.help, { label: "Search help", fill, align: "end", class: "lib-help" });
    this.box = h("div", { class: "lib-search" }, icon("search"), this.input, this.clear, h("kbd", { "aria-hidden": "true" }, "/"), this.help);
    this.element = h("div", { class: "lib-search-wrap", role: "search" }, this.box, this.error);
  }

  get text() {
    return this.input.value;
  }

  /** Puts a query into the box and searches for it. */
  set(text, more = {}) {
    this.show(text);
    clearTimeout(this.#timer);
    this.#onQuery(text, more);
  }

  /** Puts a query into the box without searching. */
  show(text) {
    this.input.value = text;
    this.clear.hidden = !text;
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  /** Says what is searched: the library, or what sounds like something. */
  within(name) {
    this.input.placeholder = name ? `Search within what sounds like “${name}”` : EXAMPLE;
  }

  /** Shows what is wrong, and where; "" takes it away. Waits for a pause, as half a term is no mistake. */
  fail(message) {
    clearTimeout(this.#failing);
    if (message) this.#failing = setTimeout(() => this.#show(message), FAIL_AFTER_MS);
    else this.#show("");
  }

  #show(message) {
    this.error.hidden = !message;
    this.input.toggleAttribute("aria-invalid", Boolean(message));
    this.box.classList.toggle("lib-search-bad", Boolean(message));
    this.error.replaceChildren();
    if (!message) return;
    this.input.setAttribute("aria-invalid", "true");
    const at = Number(message.match(/at character (\d+)/)?.[1] || 0);
    const said = message.replace(/^Search: at character \d+: /, "");
    const text = this.input.value;
    this.error.append(icon("warn"), h("span", null, at ? h("span", { class: "st-3" }, `At character ${at}: `) : null, said));
    if (at && at <= text.length)
      this.error.append(
        h(
          "code",
          { class: "lib-where", "aria-hidden": "true" },
          text.slice(Math.max(0, at - 13), at - 1),
          h("mark", null, text.slice(at - 1).split(/\s/)[0]),
        ),
      );
  }

  #typed() {
    clearTimeout(this.#failing);
    this.clear.hidden = !this.input.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onQuery(this.input.value), WAIT_MS);
  }

  #picked(example, close) {
    close(false);
    this.set(toggled(this.input.value, example, { only: false }));
    this.input.focus();
  }

  #pressed(event, onList, onLeave) {
    if (event.key === "Escape") {
      if (this.input.value) this.set("");
      else if (!onLeave()) return;
    } else if (event.key === "ArrowDown" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey)) onList();
    else return;
    event.preventDefault();
  }
}
