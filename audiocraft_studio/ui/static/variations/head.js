// The line above the grid: what it is, how far it is.

import { button, fmtCount, fmtDuration, fmtEta, h, icon, put } from "../core/dom.js";
import { toast } from "../core/toast.js";
import { earlierGrids } from "./earlier.js";
import { standing } from "./store.js";

/** Title, progress, time left, cancel; retry once it is over. It needs `view` and `acts`. */
export class Head {
  #grids;
  #told = "";

  constructor(grids, open) {
    this.#grids = grids;
    this.earlier = earlierGrids(grids, open);
    grids.addEventListener("list", () => this.earlier.show());
    this.title = h("h3", { class: "st-title st-ellipsis" });
    this.count = h("span", { class: "st-small st-2 var-fixed" });
    this.bar = h("i");
    this.track = h(
      "div",
      { class: "st-progress var-head-bar", role: "progressbar", "aria-label": "Progress of the grid", "aria-valuemin": 0, "aria-valuemax": 100 },
      this.bar,
    );
    this.left = h("span", { class: "st-small st-3 var-fixed" });
    this.cancel = button("Cancel", { kind: "quiet", class: "st-btn-small", onclick: () => this.#cancel() });
    this.retry = button("", { icon: "reuse", onclick: () => this.acts.retry() });
    this.zoom = h("span", { class: "st-hint var-fixed", title: "All waveforms of the grid are drawn higher by the same factor" });
    this.said = h("span", { class: "st-sr", role: "status", "aria-live": "polite" });
    this.element = h(
      "div",
      { class: "var-head" },
      this.title,
      this.earlier.element,
      this.count,
      this.track,
      this.left,
      this.cancel,
      h("span", { class: "st-space" }),
      this.zoom,
      this.retry,
      this.said,
    );
  }

  show() {
    const grid = this.#grids.current;
    for (const one of [this.title, this.count, this.track, this.left, this.cancel, this.zoom, this.retry]) one.hidden = !grid;
    this.earlier.show();
    if (!grid) return;
    const now = standing(grid);
    const open = now.failed + now.cancelled;
    this.title.textContent = grid.title;
    this.title.title = grid.request.prompt || "";
    this.count.textContent = now.busy ? `${now.done} of ${now.total} done` : ending(now, grid);
    this.track.hidden = this.cancel.hidden = !now.busy;
    this.bar.style.width = `${100 * now.share}%`;
    this.track.setAttribute("aria-valuenow", Math.round(100 * now.share));
    this.left.textContent = now.busy ? waiting(grid.job) : "";
    this.retry.hidden = now.busy || open === 0;
    put(this.retry, icon("reuse"), `Retry ${open}`);
    this.zoom.textContent = this.view.zoom > 1 ? `waveforms ×${this.view.zoom}` : "";
    this.#announce(grid, now);
  }

  #announce(grid, now) {
    const step = now.busy ? `${Math.floor(4 * now.share) * 25} % of ${grid.title}` : `${grid.title}: ${ending(now, grid)}`;
    if (step === this.#told) return;
    this.#told = step;
    this.said.textContent = step;
  }

  async #cancel() {
    try {
      await this.#grids.cancel();
    } catch (error) {
      toast(error.message, { kind: "bad" });
    }
  }
}

function ending(now, grid) {
  const parts = [now.done === now.total ? fmtCount(now.done, "take") : `${now.done} of ${now.total} made`];
  if (now.failed) parts.push(`${now.failed} failed`);
  if (now.cancelled) parts.push(`${now.cancelled} cancelled`);
  const asset = grid.cells.find((cell) => cell.asset)?.asset;
  if (asset && parts.length === 1) parts.push(`${fmtDuration(asset.duration_s)} each`, asset.model_name);
  return parts.join(", ");
}

function waiting(job) {
  if (job.state === "queued") return job.position > 1 ? `${job.position - 1} before it` : "next in line";
  if (job.message) return job.message;
  return job.eta_s ? `about ${fmtEta(job.eta_s)} left` : "";
}
