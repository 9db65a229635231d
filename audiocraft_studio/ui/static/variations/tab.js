// The Variations tab: form, grid, detail.

import { assets } from "../core/assets.js";
import { button, fmtCount, fmtDuration, fmtEta, h, icon, iconButton, keyHints, note, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { Detail } from "./detail.js";
import { earlierGrids } from "./earlier.js";
import { firstTime, Form } from "./form.js";
import { GridView } from "./grid.js";
import { watchPace } from "./pace.js";
import { Grids, standing } from "./store.js";

export function mount(element, { props }) {
  const grids = new Grids();
  const form = new Form(grids, props.value);
  const head = new Head(grids, (id) => form.reopen(id));
  let detail = null;
  const view = new GridView(grids, (cell) => detail?.show(cell, grids.current));
  detail = new Detail(view);
  head.view = view;
  const first = firstTime(form);
  const scroll = h("div", { class: "var-scroll st-scroll" }, first, view.element);
  const hints = h(
    "div",
    { class: "var-hints" },
    keyHints([
      ["← ↑ ↓ →", "move"],
      ["Space", "play"],
      ["1–5", "rate"],
      ["F", "favourite"],
      ["X", "reject"],
      ["R", "regenerate"],
      ["Enter", "approve"],
    ]),
  );
  const middle = h("section", { class: "var-middle", "aria-label": "Grid" }, head.element, scroll, hints);
  const tab = h("div", { class: "var-tab" }, h("h2", { class: "st-sr" }, "Variations"), form.element, middle, detail.element);
  element.append(tab);
  asDrawers(tab, form, head);
  const show = () => {
    const empty = !grids.current;
    first.hidden = !empty || !grids.loaded;
    view.element.hidden = hints.hidden = empty;
    view.show();
    head.show();
    detail.show(view.cell, grids.current);
    watchPace(grids.current);
  };
  grids.addEventListener("grid", show);
  grids.addEventListener("cells", () => {
    view.refresh();
    head.show();
  });
  grids.addEventListener("progress", () => {
    view.progress();
    head.show();
  });
  const load = (project) =>
    grids
      .load(project)
      .catch((error) =>
        put(scroll, note("warn", "The grids cannot be read", error.message, [button("Try again", { onclick: () => location.reload() })])),
      );
  page.onProject(load);
  if (page.project) load(page.project);
  // A take that goes to the trash elsewhere leaves its cell as it is; restoring needs nothing more.
  assets.onChange((asset) => asset.trashed_at && head.show());
}

/** Where the page is narrow, form and detail are drawers that open from the head; Esc closes them. */
function asDrawers(tab, form, head) {
  const toggle = (name) => () => tab.classList.toggle(name);
  head.element.prepend(iconButton("edit", "What to make", { class: "var-open-form", onclick: toggle("var-form-open") }));
  head.element.append(iconButton("info", "Details of the cell", { class: "var-open-detail", onclick: toggle("var-detail-open") }));
  form.onFocus = () => tab.classList.add("var-form-open");
  form.onMade = () => tab.classList.remove("var-form-open");
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    tab.classList.remove("var-form-open", "var-detail-open");
  });
}

/** Title, progress, time left, cancel; retry and picks once it is over. */
class Head {
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
    this.retry = button("", { icon: "reuse", onclick: () => this.view.retry() });
    this.zoom = h("span", { class: "st-hint var-fixed", title: "All waveforms of the grid are drawn higher by the same factor" });
    this.picks = button("Picks only", {
      icon: "check",
      "aria-pressed": "false",
      title: "Favourites and approved takes",
      onclick: () => this.#togglePicks(),
    });
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
      this.picks,
      this.said,
    );
  }

  show() {
    const grid = this.#grids.current;
    for (const one of [this.title, this.count, this.track, this.left, this.cancel, this.zoom, this.retry, this.picks]) one.hidden = !grid;
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

  #togglePicks() {
    const on = this.picks.getAttribute("aria-pressed") !== "true";
    this.picks.setAttribute("aria-pressed", String(on));
    this.view.picksOnly = on;
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
