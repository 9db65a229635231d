// "Listen now": what can be heard of sounds that are still being made.

import { button, fmtDuration, h, icon, put } from "../core/dom.js";
import { listen, listeningTo, secondsHeard } from "../core/listening.js";

/** A button for one item of a job. It stays the same while its words change, so that nobody loses focus or click. */
export class ListenButton {
  #job = null;
  #drawn = "";
  #what;
  #short;

  /** what(): {name, type, list()} of the item; see listening.js. short: all that is shown of it, "2"; the rest is read out. */
  constructor(item, what, { short = "", ...props } = {}) {
    this.item = item;
    this.#what = what;
    this.#short = short;
    this.element = button("", { class: "st-btn-small st-listen", hidden: true, onclick: () => listen(this.#job, item, what()), ...props });
  }

  /** Shows the item as it is now. */
  update(job) {
    this.#job = job;
    const source = listeningTo(job, this.item);
    const seconds = secondsHeard(job, this.item);
    const playing = Boolean(source?.playing());
    const said = words(source, seconds);
    this.element.hidden = !seconds && !source;
    if (`${playing} ${said}` === this.#drawn) return;
    this.#drawn = `${playing} ${said}`;
    this.element.setAttribute("aria-pressed", String(playing));
    if (this.#short) {
      this.element.title = `${this.#what().name}: ${said}`;
      this.element.setAttribute("aria-label", this.element.title);
    }
    put(this.element, this.#short || [icon(playing ? "pause" : "play"), h("span", { class: "st-ellipsis" }, said)]);
  }
}

function words(source, seconds) {
  if (source?.waiting) return "Waiting for more…";
  const verb = source ? (source.playing() ? "Pause" : "Go on") : "Listen now";
  return seconds ? `${verb} · ${fmtDuration(seconds)}` : verb;
}

/** The buttons of all items of a job that can be heard; where there are several, they are numbered. */
export class ListenRow {
  #buttons = new Map();

  constructor() {
    this.element = h("div", { class: "st-row st-wrap st-listens", hidden: true });
  }

  /** Shows the job as it is now. */
  update(job) {
    const items = (job.heard || []).map((one) => one.item);
    for (const item of items) if (!this.#buttons.has(item)) this.#add(job, item);
    for (const one of this.#buttons.values()) one.update(job);
    this.element.hidden = [...this.#buttons.values()].every((one) => one.element.hidden);
  }

  #add(job, item) {
    if (job.total > 1 && !this.#buttons.size) this.element.append(h("span", { class: "st-hint" }, "Listen"));
    const short = job.total > 1 ? String(item + 1) : "";
    const one = new ListenButton(item, () => ({ name: itemName(job, item), type: "" }), { short });
    this.#buttons.set(item, one);
    this.element.append(one.element);
  }
}

/** What an item of a job will be called. */
function itemName(job, item) {
  return job.total > 1 ? job.title.replace(/, take \d+$/, `, take ${item + 1}`) : job.title;
}
