// The Plan tab.

import { button, fmtCount, h, icon } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { url } from "../core/api.js";
import { page } from "../core/page.js";
import { coverage } from "./coverage.js";
import { startFrom } from "./draft.js";
import { form } from "./form.js";
import { made } from "./made.js";
import { NEW, Store } from "./store.js";
import { table } from "./table.js";

export function mount(element) {
  const store = new Store();
  const takes = made(store);
  const definition = form(store, takes);
  const bars = coverage(store);
  const review = (id, assetId = null) => {
    store.choose(id);
    definition.element.classList.add("pl-open");
    takes.review(assetId);
  };
  const edit = (id) => {
    store.choose(id);
    definition.focus();
  };
  const rows = table(store, { review, edit });
  const top = head(store, () => definition.startNew());
  element.append(
    h("div", { class: "pl-tab st-tab" }, h("h2", { class: "st-sr" }, "Plan"), h("section", { class: "pl-main", "aria-label": "Plan" }, top.element, bars.element, rows.element), definition.element),
  );

  const update = () => {
    top.update();
    bars.update();
    rows.update();
  };
  store.addEventListener("plan", () => (update(), definition.update()));
  store.addEventListener("work", () => (top.update(), rows.update()));
  store.addEventListener("chosen", ({ detail }) => {
    rows.update();
    definition.update();
    if (detail.byHand) definition.element.classList.add("pl-open");
    if (detail.byHand && store.chosen === NEW) definition.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (page.tab !== "plan" || event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    document.activeElement?.dispatchEvent(new Event("change", { bubbles: true })); // a number that is still being typed
    definition.save();
  });
  definition.element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    definition.element.classList.remove("pl-open");
    rows.focus();
  });
  page.onTab((tab) => tab === "plan" && store.unread && store.load());
  page.receive("plan", ({ asset }) => asset && receive(store, { definition, review }, asset));
  describeKeys("Plan", [
    ["↑ ↓", "to another sound"],
    ["Enter", "to its definition"],
    ["G", "generate what is missing"],
    ["R", "review its takes"],
    ["Ctrl S", "save the definition"],
    ["A X", "approve, reject (on a take)"],
    ["1–5", "rate (on a take)"],
  ]);
  globalThis.studio.plan = { store };
  update();
  definition.update();
  store.load();
}

/** A sound sent from another tab: a take of a planned sound is shown there, any other starts a new definition. */
async function receive(store, { definition, review }, asset) {
  if (!store.sounds) await store.load();
  if (store.sounds?.some((sound) => sound.id === asset.sound)) review(asset.sound, asset.id);
  else definition.startNew(startFrom(asset));
}

function head(store, startNew) {
  const title = h("h3", { class: "st-title st-ellipsis" });
  const count = h("span", { class: "st-small st-2 st-ellipsis" });
  const progress = h("i");
  const left = h("span", { class: "st-hint", role: "status" });
  const work = h(
    "span",
    { class: "st-row pl-work", hidden: true },
    h("span", { class: "st-progress" }, progress),
    left,
    button("Cancel", { kind: "quiet", onclick: () => store.cancel() }),
  );
  const add = button("New sound", { icon: "plus", onclick: startNew });
  const export_ = h("a", { class: "st-btn", download: "" }, icon("download"), "Export Markdown");
  const all = button("", { kind: "primary", onclick: () => store.generateAll() });
  const element = h("div", { class: "pl-head" }, title, count, h("span", { class: "st-space" }), work, add, export_, all);
  return {
    element,
    update() {
      const { sounds, coverage: sum, queueing } = store;
      title.textContent = store.project || "Plan";
      count.textContent = sounds ? `${fmtCount(sounds.length, "sound")}, ${fmtCount(sum.required, "variant")} required` : "";
      export_.href = url(`/plan/export?${new URLSearchParams({ project: store.project || "", format: "md" })}`);
      export_.hidden = !sounds?.length;
      const open = store.incomplete.reduce((n, sound) => n + sound.missing, 0);
      all.textContent = sum.missing || !sounds?.length ? `Generate ${open} missing` : "Nothing is missing";
      all.disabled = !open || Boolean(queueing);
      all.title = open ? "Ctrl Enter" : sounds?.length ? "Everything that is missing is being made, or nothing is missing" : "No sound is planned yet";
      const running = store.work;
      work.hidden = !running;
      if (!running) return;
      progress.style.width = `${(100 * running.done) / running.total}%`;
      left.textContent = queueing ? `queueing ${queueing.done} of ${queueing.total}` : `making ${running.total}, ${Math.floor(running.done)} done`;
    },
  };
}
