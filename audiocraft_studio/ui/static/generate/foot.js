// Above the button: where new sounds go, and about how long a take will need.

import { fmtEta, h } from "../core/dom.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { store } from "../core/store.js";

const PACE_KEY = "studio.generate.pace";

export function mount(element, { props }) {
  const where = h("span", { class: "st-small st-2 st-ellipsis" });
  const pace = h("span", { class: "st-small st-3 gen-pace" });
  element.append(h("div", { class: "st-row" }, where, h("span", { class: "st-space" }), pace));
  const show = () => {
    const project = page.project || "default";
    if (props.value?.project !== project) props.value = { project };
    where.textContent = `Saves to ${project}`;
    where.title = where.textContent;
  };
  page.onProject(show);
  show();
  const form = () => globalThis.studio.form?.now() || {};
  const showPace = () => {
    const { model, duration_s: duration } = form();
    const known = paces()[model];
    pace.textContent = known && duration ? `about ${fmtEta(known * duration)} a take` : "";
  };
  document.addEventListener("studio:form", () => {
    showButton(form());
    showPace();
  });
  live.onJob((job) => measure(job, form, showPace));
  showPace();
}

/** "Generate 4 takes", with the key beside it. */
function showButton({ takes = 1 }) {
  const button = document.getElementById("gen-run");
  if (!button) return;
  const text = takes > 1 && takes <= 8 ? `Generate ${takes} takes` : "Generate";
  if (button.dataset.text === text) return;
  button.dataset.text = text;
  const key = h("span", { class: "gen-run-key", "aria-hidden": "true" }, "Ctrl Enter");
  button.replaceChildren(text, key);
}

const begun = new Map();

/** Learns how many seconds a second of sound takes with each model, from runs of this page. */
function measure(job, form, done) {
  if (job.kind !== "generate") return;
  if (job.state === "running" && !job.message && !begun.has(job.id)) {
    const { model, duration_s: duration } = form();
    begun.set(job.id, { at: performance.now(), made: job.assets.length, model, duration });
  }
  const start = begun.get(job.id);
  if (!start || !ended(job)) return;
  begun.delete(job.id);
  const n = job.assets.length - start.made;
  if (job.state !== "done" || n < 1 || !start.duration) return;
  const kept = paces();
  kept[start.model] = (performance.now() - start.at) / 1000 / n / start.duration;
  store.keep(PACE_KEY, kept);
  done();
}

function paces() {
  return store.json(PACE_KEY, {});
}
