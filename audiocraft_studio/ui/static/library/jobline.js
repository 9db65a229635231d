// A large change that is under way: how far it is, how long it will take, and a button that ends it.

import { send } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { button, fmtEta, h } from "../core/dom.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";

const KINDS = ["bulk", "empty"];

export class JobLine {
  #job = null;
  #onChange;

  /** onChange(there) hears whether a change is under way. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.title = h("span", { class: "st-ellipsis" });
    this.fill = h("i");
    this.said = h("span", { class: "st-3 lib-job-said" });
    this.cancel = button("Cancel", { kind: "quiet", class: "st-btn-small", onclick: () => this.#cancel() });
    const reading = { role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100 };
    this.bar = h("div", { class: "st-progress lib-job-bar", ...reading }, this.fill);
    this.element = h("div", { class: "st-row lib-job", hidden: true }, this.title, this.bar, this.said, this.cancel);
    live.onJob(() => this.#show());
    this.#show();
  }

  #show() {
    const mine = (job) => KINDS.includes(job.kind) && !ended(job) && (!page.me || job.owner === page.me.name);
    const job = live.jobs().findLast(mine) || null;
    const other = job?.id !== this.#job?.id;
    this.#job = job;
    this.element.hidden = !job;
    if (job) this.#draw(job, other);
    if (other) this.#onChange(Boolean(job));
  }

  #draw(job, other) {
    const percent = Math.round(100 * job.progress);
    if (other) {
      this.title.textContent = job.title;
      this.cancel.disabled = false;
    }
    this.fill.style.width = `${percent}%`;
    this.bar.setAttribute("aria-valuenow", percent);
    const left = job.eta_s ? `, ${fmtEta(job.eta_s)} left` : "";
    this.said.textContent = job.state === "queued" ? "waits" : `${percent} %${left}`;
  }

  async #cancel() {
    this.cancel.disabled = true;
    this.cancel.disabled = Boolean(await attempt(() => send("POST", `/jobs/${this.#job.id}/cancel`)));
  }
}
