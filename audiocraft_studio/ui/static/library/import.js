// The dialog that brings audio files in: chosen or dropped in the browser, or a folder on the computer of the studio.

import { get } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { dialog } from "../core/dialog.js";
import { button, fmtBytes, fmtCount, fmtEta, h, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { textField } from "../parts/fields.js";
import { ACCEPT, picked, sorted } from "./files.js";
import { FolderImport, latestImport } from "./folderimport.js";
import { ImportOptions } from "./importoptions.js";
import { importReport, sentence } from "./report.js";
import { total, Uploads } from "./uploads.js";

const OVER = { done: "", cancelled: "Cancelled. What came in before stays.", stopped: "Stopped." };

/** One for the page: what runs goes on while the dialog is closed, and is shown when it is opened again. */
class Importing {
  #box = null;
  #files = [];
  #run = null; // Uploads or FolderImport

  /** Opens the dialog, with files that were chosen already ([{file, path}]). */
  open(files = []) {
    if (!this.#box?.element.isConnected) this.#build();
    if (files.length && this.#busy) toast("An import is running. Drop these once it is over.", { kind: "info" });
    else if (files.length) this.#choose(files);
    this.#draw();
    if (!this.#run && !files.length) this.sources.querySelector("button").focus();
  }

  get #busy() {
    return ["waiting", "running"].includes(this.#run?.state);
  }

  #build() {
    this.options = new ImportOptions();
    this.report = importReport();
    this.chosen = h("p", { class: "st-small", role: "status" });
    this.left = h("p", { class: "st-hint", hidden: true });
    this.sources = h("div", { class: "lib-import-sources" }, this.#browser(), this.#folder());
    this.fill = h("i");
    this.line = h("p", { class: "st-small st-2 st-ellipsis" });
    this.progress = h("div", { class: "lib-import-progress", hidden: true }, h("div", { class: "st-progress" }, this.fill), this.line);
    this.foot = h("div", { class: "st-row" });
    this.last = h("div", { class: "st-row" });
    const parts = [this.sources, this.chosen, this.left, this.options.element, this.progress, this.report.element, this.foot, this.last];
    this.#box = dialog("Import audio", h("div", { class: "lib-import-body" }, parts));
    this.#box.element.addEventListener("close", () => this.#busy || this.#forget());
    if (!this.#run) this.#find();
  }

  #browser() {
    const input = (more) => h("input", { type: "file", multiple: true, hidden: true, onchange: (event) => this.#picked(event.target), ...more });
    const files = input({ accept: ACCEPT, "aria-label": "Audio files" });
    const folder = input({ webkitdirectory: true, "aria-label": "Folder with audio files" });
    const choose = button("Choose files", { icon: "plus", onclick: () => files.click() });
    const walk = button("Choose a folder", { icon: "folder", onclick: () => folder.click() });
    return h("div", { class: "st-row st-wrap" }, choose, walk, h("span", { class: "st-hint" }, "or drop them anywhere on the page"), files, folder);
  }

  /** A folder that the studio reads by itself; shown where it may. */
  #folder() {
    const list = h("datalist", { id: "lib-import-folders" });
    this.path = textField("Or a folder on this computer", { maxlength: 1000, placeholder: "/sounds/library", onInput: () => this.#draw() });
    this.path.input.setAttribute("list", list.id);
    const place = h("div", { hidden: true }, this.path.element, list);
    attempt(
      async () => {
        const { allowed, folders } = await get("/import");
        place.hidden = !allowed;
        put(list, folders.map((one) => h("option", { value: one })));
        if (folders.length) place.querySelector("label").textContent = "Or a folder on the server";
        this.path.hint(folders.length ? `below ${folders.join(", ")}` : "read by the studio itself, also when this page is closed");
      },
      () => {}, // without an answer there is the browser's way
    );
    return place;
  }

  #picked(input) {
    if (input.files.length) this.#choose(picked(input.files));
    input.value = "";
    this.#draw();
  }

  #choose(files) {
    const { audio, others } = sorted(files);
    this.#files = audio;
    this.#run = null;
    this.path.input.value = "";
    this.left.hidden = others.length === 0;
    const named = others.slice(0, 3).map((one) => one.path);
    const more = others.length > 3 ? ` and ${others.length - 3} more` : "";
    this.left.textContent = `Left out, as they are no audio: ${named.join(", ")}${more}.`;
  }

  #draw() {
    const run = this.#run;
    const busy = this.#busy;
    const state = busy ? "running" : run?.state || "waiting";
    this.sources.hidden = this.options.element.hidden = this.last.hidden = Boolean(run);
    this.left.hidden ||= Boolean(run);
    this.chosen.hidden = Boolean(run) || !this.#files.length;
    this.chosen.textContent = `${fmtCount(this.#files.length, "file")}, ${fmtBytes(total(this.#files))}, to ${page.project}.`;
    this.progress.hidden = !run;
    if (run) this.#follow(run, busy);
    this.report.show(run && (!busy || run.report.failed.length) ? run.report : null);
    this.#act(run, state);
  }

  #follow(run, busy) {
    this.fill.style.width = `${100 * (busy ? run.progress : 1)}%`;
    const parts = busy
      ? [`${run.done.toLocaleString("en-US")} of ${run.total.toLocaleString("en-US")}`, run.eta_s === null ? "" : `${fmtEta(run.eta_s)} left`, run.current]
      : [OVER[run.state], run.problem];
    this.line.textContent = parts.filter(Boolean).join(busy ? " · " : " ");
    this.line.title = this.line.textContent;
    this.line.hidden = !this.line.textContent;
    this.progress.firstChild.hidden = !busy;
  }

  /** The buttons at the foot: drawn anew only where they say something else, so that the focus stays. */
  #act(run, state) {
    const wanted = this.#acts(run, state);
    const key = JSON.stringify(wanted.map(([text, act]) => [text, Boolean(act)]));
    if (this.foot.dataset.key === key) return;
    this.foot.dataset.key = key;
    const typing = document.activeElement?.closest("input, select");
    put(
      this.foot,
      wanted.map(([text, act], i) =>
        button(text, { kind: i === 0 && state !== "running" ? "primary" : "", disabled: !act, onclick: () => this.#acts(run, state)[i][1]() }),
      ),
    );
    if (!typing) this.foot.querySelector("button:enabled")?.focus();
  }

  /** [[text, what it does or null], …]. */
  #acts(run, state) {
    const folder = this.path.input.value.trim();
    const files = this.#files;
    if (state === "running") return [["Cancel", run.state === "running" ? () => attempt(() => run.cancel()) : null]];
    if (run) {
      const again = [`Retry ${run.rest.toLocaleString("en-US")}`, () => this.#start(run.again())];
      return [...(run.rest ? [again] : []), ["Close", () => this.#box.close()], ["Import more", () => this.#more()]];
    }
    if (folder) return [["Import this folder", () => this.#start(FolderImport.from(folder, this.options.read()))]];
    const send = () => this.#start(new Uploads(files, this.options.read()));
    return [[`Import ${files.length ? fmtCount(files.length, "file") : "files"}`, files.length ? send : null]];
  }

  #more() {
    this.#forget();
    this.path.input.value = "";
    this.#draw();
  }

  async #start(run) {
    this.path.error("");
    this.#show(run);
    const well = await attempt(
      async () => {
        await run.run();
        return true;
      },
      (error) => {
        this.#run = null;
        this.path.error(error.message);
        this.#draw();
        return false;
      },
    );
    if (well) this.#over(run);
  }

  #show(run) {
    this.#run = run;
    run.addEventListener("change", () => run === this.#run && this.#box.element.isConnected && this.#draw());
    this.#draw();
  }

  #over(run) {
    this.#files = [];
    const { report } = run;
    const fine = run.state === "done" && !report.failed.length && !report.skipped.length;
    if (fine) this.#box.close();
    if (fine || !this.#box.element.isConnected)
      toast(sentence(report), fine ? {} : { kind: "warn", action: { text: "Show", run: () => this.open() } });
  }

  /** An import of a folder that runs already is followed; one that ended while nobody looked can be looked at. */
  async #find() {
    const found = await attempt(latestImport, () => null);
    if (!found || this.#run) return;
    if (found.state === "running") return this.#show(found);
    const look = button("Show", { kind: "quiet", class: "st-btn-small", onclick: () => this.#show(found) });
    put(this.last, h("span", { class: "st-hint" }, `The last folder, ${found.title}: ${sentence(found.report)}`), look);
  }

  #forget() {
    this.#run = null;
    this.#files = [];
  }
}

export const importing = new Importing();

/** The button above the list. */
export function importButton() {
  return button("Import", { icon: "plus", class: "lib-import", title: "Bring in audio files or a folder of them", onclick: () => importing.open() });
}
