// The strip of recent takes of the project, newest first, with the runs in progress before them.

import { assets } from "../core/assets.js";
import { quietly } from "../core/attempt.js";
import { button, fmtCount, fmtDuration, h, icon, keyHints, put, roving, stars } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { desk } from "./desk.js";
import { ListenRow } from "../parts/listen.js";
import { cancel, progressBar, runTitle, runWords, showProgress } from "./runs.js";

const SHOWN = 24;

export function mount(element) {
  const count = h("span", { class: "st-small st-3" });
  const runs = h("div", { class: "gen-runs" });
  const strip = h("div", { class: "gen-strip", role: "listbox", "aria-label": "Recent takes", "aria-orientation": "horizontal" });
  const said = h("p", { class: "st-sr", role: "status", "aria-live": "polite" });
  element.append(
    h("div", { class: "st-row gen-takes-head" }, h("h3", null, "Recent takes"), count, h("span", { class: "st-space" }), keyHints([["← →", "move"], ["Enter", "open"]])),
    h("div", { class: "gen-takes-row" }, runs, strip),
    said,
  );
  const moves = roving(strip, () => [...strip.children]);
  const takes = new Takes(strip, count, moves);
  desk.addEventListener("jobs", () => drawRuns(runs, said));
  desk.addEventListener("made", () => takes.load());
  desk.addEventListener("open", () => takes.mark());
  player.addEventListener("change", () => takes.mark());
  player.addEventListener("change", () => drawRuns(runs, said));
  assets.onChange(
    (asset) => takes.changed(asset),
    () => takes.ids,
  );
  page.onProject(() => takes.load());
  live.onConnection((there) => there && takes.unread && takes.load());
  page.onTab((tab) => tab === "generate" && takes.unread && takes.load());
  document.addEventListener("keydown", escape);
  describeKeys("Recent takes", [["← →", "move"], ["Enter", "open"], ["1–5", "rate"], ["Esc", "cancel the run"]]);
  drawRuns(runs, said);
  takes.load();
}

/** Esc cancels the run in progress, unless something nearer took it. */
function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || page.tab !== "generate") return;
  const run = desk.runs()[0];
  if (run && !document.querySelector("dialog[open], .st-popover")) cancel(run);
}

class Takes {
  #strip;
  #count;
  #moves;
  #shown = [];
  #bound = [];
  #timer = 0;
  #asked = 0;
  #taken = 0;
  unread = false; // whether the last look failed

  constructor(strip, count, moves) {
    this.#strip = strip;
    this.#count = count;
    this.#moves = moves;
  }

  get ids() {
    return this.#shown.map((asset) => asset.id);
  }

  /** Asks for the newest takes; an answer that a newer one overtook is passed over. */
  async load() {
    const { project } = page;
    if (!project) return;
    const turn = ++this.#asked;
    const found = await assets.search({ project, limit: SHOWN, sort: "-created_at" }).catch(quietly);
    if (project !== page.project || turn < this.#taken) return;
    this.unread = !found;
    if (found) {
      this.#taken = turn;
      this.#count.textContent = `${fmtCount(found.total, "sound")} in ${project}`;
      this.#draw(found.assets);
    } else if (!this.#shown.length) this.#count.textContent = "They cannot be read now";
  }

  /** One record changed: its card is drawn anew; an unknown one of this project makes the strip ask again. */
  changed(asset) {
    if (asset.project !== page.project) return;
    const at = this.#shown.findIndex((one) => one.id === asset.id);
    if (at < 0 || asset.trashed_at) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), 150);
      return;
    }
    this.#shown[at] = asset;
    const old = this.#strip.children[at];
    const focused = old.contains(document.activeElement);
    this.#bound[at].destroy();
    const card = this.#card(asset, at);
    card.tabIndex = old.tabIndex;
    old.replaceWith(card);
    if (focused) card.focus();
    this.mark();
  }

  mark() {
    this.#shown.forEach((asset, i) => {
      const card = this.#strip.children[i];
      card?.setAttribute("aria-selected", String(desk.current?.id === asset.id));
      card?.classList.toggle("gen-playing", player.playing && player.isCurrent(asset));
    });
  }

  #draw(found) {
    const focused = [...this.#strip.children].indexOf(document.activeElement);
    const held = this.#shown[focused]?.id;
    this.#bound.forEach((one) => one.destroy());
    this.#bound = [];
    this.#shown = found;
    put(this.#strip, found.map((asset, i) => this.#card(asset, i)));
    this.#moves.refresh();
    const now = found.findIndex((asset) => asset.id === held);
    if (focused >= 0) this.#moves.focus(now >= 0 ? now : focused);
    this.mark();
  }

  #card(asset, i) {
    const canvas = h("canvas", { class: "gen-take-wave" });
    const rating = asset.review.rating;
    const card = h(
      "div",
      {
        class: asset.review.status === "rejected" ? "gen-take gen-rejected" : "gen-take",
        role: "option",
        tabindex: -1,
        dataset: { type: asset.type },
      },
      h("div", { class: "st-row st-small" }, h("span", { class: "st-ellipsis" }, shortName(asset.name)), h("span", { class: "st-space" }), h("span", { class: "st-3 gen-nowrap" }, fmtDuration(asset.duration_s))),
      h("div", { class: "st-bed" }, canvas),
      h("div", { class: "st-row st-hint gen-take-foot" }, rating ? stars(asset) : h("span", null, "not rated"), verdictIcon(asset), h("span", { class: "st-space" }), h("span", { class: "st-ellipsis" }, asset.engine_name || asset.model_name)),
    );
    card.addEventListener("click", () => {
      if (desk.current?.id !== asset.id) desk.open(asset, { play: true, list: this.#shown });
    });
    card.addEventListener("keydown", (event) => this.#key(event, asset));
    this.#bound[i] = bindWave(canvas, asset, { title: false, list: this.#shown });
    return card;
  }

  #key(event, asset) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") desk.open(asset, { play: true, list: this.#shown });
    else if (/^[0-5]$/.test(event.key)) assets.rate(asset.id, Number(event.key));
    else if (event.key === " ") {
      if (player.isCurrent(asset)) player.toggle();
      else player.play(asset, { list: this.#shown });
    } else return;
    event.preventDefault();
  }
}

function verdictIcon({ review }) {
  const marks = { approved: ["check", "st-ok"], rejected: ["close", "st-bad"], delivered: ["download", "st-info"] };
  const [name, kind] = marks[review.status] || [];
  const status = name && h("span", { class: kind, title: review.status }, icon(name, { size: 12 }), h("span", { class: "st-sr" }, review.status));
  const heart = review.favourite && h("span", { title: "favourite" }, icon("heart", { size: 12, filled: true }), h("span", { class: "st-sr" }, "favourite"));
  return [status, heart].filter(Boolean);
}

/** "Take 2, Heavy rain on …": what tells takes of one prompt apart comes first. */
function shortName(name) {
  const found = /^(.*), take (\d+)$/.exec(name);
  return found ? `Take ${found[2]}, ${found[1]}` : name;
}

const drawnSince = new Map();

function drawRuns(place, said) {
  const all = desk.runs().slice(0, 2);
  // What is over within 200 ms is not worth a card that comes and goes.
  const now = performance.now();
  for (const job of all) if (!drawnSince.has(job.id)) {
    drawnSince.set(job.id, now);
    setTimeout(() => drawRuns(place, said), 210);
  }
  const shown = all.filter((job) => now - drawnSince.get(job.id) > 200);
  place.hidden = shown.length === 0;
  if (sameRuns(place, shown)) return shown.forEach((job, i) => update(place.children[i], job, said));
  return put(place, shown.map((job) => runCard(job)));
}

function sameRuns(place, shown) {
  return shown.length > 0 && place.children.length === shown.length && shown.every((job, i) => place.children[i].dataset.job === job.id);
}

const cards = new WeakMap(); // card -> its ListenRow

function runCard(job) {
  const listens = new ListenRow();
  const card = h(
    "div",
    { class: "gen-take gen-run", dataset: { job: job.id } },
    h("div", { class: "st-row st-small" }, h("span", { class: "st-ellipsis gen-run-title" }, runTitle(job)), h("span", { class: "st-space" }), button("Cancel", { kind: "quiet", class: "st-btn-small gen-run-cancel", onclick: () => cancel(job) })),
    h("div", { class: "gen-run-middle" }, progressBar(job), h("span", { class: "st-hint gen-nowrap gen-run-words" }, runWords(job))),
    listens.element,
    h("div", { class: "st-hint st-ellipsis" }, job.title),
  );
  cards.set(card, listens);
  listens.update(job);
  return card;
}

const announced = new Map();

function update(card, job, said) {
  card.querySelector(".gen-run-title").textContent = runTitle(job);
  card.querySelector(".gen-run-words").textContent = runWords(job);
  showProgress(card.querySelector(".st-progress"), job);
  cards.get(card).update(job);
  const quarter = Math.floor(job.progress * 4) * 25;
  if (quarter > 0 && quarter > (announced.get(job.id) || 0)) {
    announced.set(job.id, quarter);
    said.textContent = `${runTitle(job)}, ${quarter} %`;
  }
}
