// "Listen now": what can be heard of sounds that are still being made.

import { button, fmtDuration, h, icon, put } from "../core/dom.js";
import { listen, listeningTo, secondsHeard } from "../core/listening.js";

/** A button for one item of a job. It stays the same while its words change, so that nobody loses focus or click. */
export class ListenButton {
  #job = null;
  #drawn = "";

  /** what(): {name, type, list()} of the item; see listening.js. label: stands before the seconds, "Take 2". */
  constructor(item, what, { label = "Listen now", ...props } = {}) {
    this.item = item;
    this.label = label;
    this.element = button("", { class: "st-btn-small st-listen", hidden: true, onclick: () => listen(this.#job, item, what()), ...props });
  }

  /** Shows the item as it is now. */
  update(job) {
    this.#job = job;
    const source = listeningTo(job, this.item);
    const seconds = secondsHeard(job, this.item);
    this.element.hidden = !seconds && !source;
    const said = this.#said(source, seconds);
    const drawn = `${Boolean(source?.playing())} ${said}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.setAttribute("aria-pressed", String(Boolean(source?.playing())));
    put(this.element, icon(source?.playing() ? "pause" : "play"), h("span", { class: "st-ellipsis" }, said));
  }

  #said(source, seconds) {
    if (source?.waiting) return "Waiting for more…";
    const label = source && this.label === "Listen now" ? (source.playing() ? "Pause" : "Go on") : this.label;
    return seconds ? `${label} · ${fmtDuration(seconds)}` : label;
  }
}

/** The buttons of all items of a job that can be heard; `most` at once. */
export class ListenRow {
  #buttons = new Map();
  #most;

  constructor({ most = Infinity } = {}) {
    this.#most = most;
    this.element = h("div", { class: "st-row st-wrap st-listens", hidden: true });
  }

  /** Shows the job as it is now. */
  update(job) {
    const items = (job.heard || []).map((one) => one.item);
    const shown = items.length > this.#most ? items.filter((item, i) => i < this.#most || listeningTo(job, item)).slice(-this.#most) : items;
    for (const item of shown) if (!this.#buttons.has(item)) this.#add(job, item);
    for (const [item, one] of this.#buttons) {
      one.update(job);
      if (!shown.includes(item)) one.element.hidden = true;
    }
    this.element.hidden = shown.length === 0;
  }

  #add(job, item) {
    const label = job.total > 1 ? `Take ${item + 1}` : "Listen now";
    const one = new ListenButton(item, () => ({ name: itemName(job, item), type: "" }), { label });
    this.#buttons.set(item, one);
    this.element.append(one.element);
  }
}

/** What an item of a job will be called. */
export function itemName(job, item) {
  return job.total > 1 ? job.title.replace(/, take \d+$/, `, take ${item + 1}`) : job.title;
}
