// Engines and device in the header, and the panel of all models: state, size, licence, load and unload.

import { send } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { button, fmtBytes, fmtEta, fmtHz, h, put } from "../core/dom.js";
import { ended, live } from "../core/live.js";
import { knownModels, models, onModels, refreshModels } from "../core/models.js";
import { popover } from "../core/dialog.js";
import { toast } from "../core/toast.js";
import { modesPart } from "./modes.js";

const ORDER = ["loading", "loaded", "built in", "on disk", "needs download"];

export function modelsButton() {
  const opener = h("button", { type: "button", class: "st-status" });
  const panel = popover(opener, { label: "Models", fill: fillPanel, align: "end", class: "st-panel-models" });
  onModels((answer) => put(opener, summary(answer)));
  live.onJob((job) => job.kind === "load" && loading(job, panel));
  models().catch(() => put(opener, h("span", null, "Models cannot be listed now")));
  return opener;
}

const started = new Set(); // loads that were asked for on this page: they tell how they ended

function loading(job, panel) {
  if (!ended(job)) return panel.isOpen && showProgress();
  if (started.delete(job.id) && job.state === "failed") toast(job.error || "The model could not be loaded.", { kind: "bad", stay: 20_000 });
  return refreshModels().catch(() => {});
}

function summary({ device, memory_bytes, memory_limit_bytes, models: all }) {
  const loaded = all.filter((one) => one.state === "loaded");
  const loading = all.filter((one) => one.state === "loading");
  const onDisk = all.filter((one) => one.state === "on disk");
  const parts = [];
  for (const one of loading) parts.push([dot("info"), strong(one.name), h("span", { class: "st-loading-share" }, "loading")]);
  for (const one of loaded.slice(0, 2)) parts.push([dot("ok"), strong(one.name), "loaded"]);
  if (loaded.length > 2) parts.push([`${loaded.length - 2} more loaded`]);
  if (!parts.length) parts.push([dot("ok"), strong("Sketch"), "built in"]);
  if (loaded.length + loading.length === 0) {
    parts.push([onDisk.length ? `${onDisk.length} on disk, none loaded` : "no model on disk"]);
  }
  const limit = memory_limit_bytes ? `, ${gigabytes(memory_bytes)} of ${fmtBytes(memory_limit_bytes)}` : "";
  parts.push([`${deviceName(device)}${loaded.length ? limit : ""}`]);
  return parts.map((part) => h("span", { class: "st-status-part" }, part));
}

function gigabytes(bytes) {
  return (bytes / 1e9).toFixed(1);
}

function deviceName(device) {
  return { cpu: "CPU", cuda: "GPU", mps: "Apple GPU", auto: "device chosen at load" }[device] || device;
}

function dot(kind) {
  return h("span", { class: `st-dot st-${kind}` });
}

function strong(text) {
  return h("b", null, text);
}

function fillPanel(panel) {
  const body = h("div", { class: "st-models" });
  const head = h("div", { class: "st-panel-head" });
  panel.append(head, body);
  const draw = (answer) => {
    const all = [...answer.models].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
    const at = document.activeElement?.closest?.("[data-model]")?.dataset.model;
    const kept = document.activeElement?.dataset?.keep;
    const from = body.scrollTop;
    put(head, h("h2", null, "Models"), memory(answer));
    put(body, all.map(row));
    body.scrollTop = from;
    showProgress();
    const again = kept ? `[data-keep="${CSS.escape(kept)}"]` : "button";
    if (at) body.querySelector(`[data-model="${CSS.escape(at)}"] ${again}`)?.focus({ preventScroll: true });
  };
  const undo = onModels(draw);
  if (!knownModels()) put(body, h("p", { class: "st-hint" }, "Asking …"));
  refreshModels().catch((error) => put(body, h("p", { class: "st-field-error" }, error.message)));
  return undo;
}

function memory({ device, memory_bytes, memory_limit_bytes }) {
  if (!memory_limit_bytes) return h("span", { class: "st-hint" }, deviceName(device));
  const text = `${deviceName(device)}, ${gigabytes(memory_bytes)} of ${fmtBytes(memory_limit_bytes)} in use`;
  return h(
    "span",
    { class: "st-row st-hint" },
    h("meter", { min: 0, max: memory_limit_bytes, value: memory_bytes, "aria-label": "Memory of loaded models" }),
    text,
  );
}

function row(model) {
  return h(
    "div",
    { class: "st-model", dataset: { model: model.id } },
    h(
      "div",
      { class: "st-model-text" },
      h("div", { class: "st-row" }, h("b", null, model.name), stateMark(model)),
      h("div", { class: "st-hint" }, facts(model)),
      model.note && h("div", { class: "st-hint" }, model.note),
    ),
    h("div", { class: "st-model-act" }, action(model)),
    modesPart(model),
  );
}

function stateMark(model) {
  const kind = { loaded: "ok", "built in": "ok", loading: "info" }[model.state] || "off";
  return h("span", { class: `st-state st-state-${kind}` }, dot(kind), model.state);
}

/** The line of honest facts: for what, rate and channels, size, licence. */
function facts(model) {
  const parts = [
    model.types.join(", "),
    `${fmtHz(model.sample_rate)} ${model.channels === 2 ? "stereo" : "mono"}`,
    model.parameters && `${count(model.parameters)} parameters`,
    model.state === "needs download" ? `download ${fmtBytes(model.download_bytes)}` : model.size_bytes && `${fmtBytes(model.size_bytes)} on disk`,
    model.memory_bytes && `${fmtBytes(model.memory_bytes)} in memory`,
    model.licence === "unknown" ? "licence unknown" : model.licence,
  ];
  return parts.filter(Boolean).join(" · ");
}

function count(parameters) {
  return parameters < 1e8 ? `${(parameters / 1e6).toFixed(1)} M` : `${(parameters / 1e9).toFixed(1)} B`;
}

function action(model) {
  if (model.state === "loaded") return button("Unload", { onclick: () => act("unload", model) });
  if (model.state === "on disk") return button("Load", { onclick: () => act("load", model) });
  if (model.state === "needs download") {
    return button("Download", {
      icon: "download",
      title: `Fetches ${fmtBytes(model.download_bytes)} from the Hugging Face hub, then loads it`,
      onclick: () => act("load", model),
    });
  }
  if (model.state === "loading") return h("div", { class: "st-model-progress" }, bar(0), h("span", { class: "st-hint" }, "loading"));
  return null;
}

async function act(verb, model) {
  try {
    const job = await send("POST", `/models/${verb}`, { id: model.id });
    if (job?.id) {
      started.add(job.id);
      live.note(live.job(job.id) || job); // it may have ended before the answer came
    }
    await refreshModels();
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
}

function bar(share) {
  return h("div", { class: "st-progress" }, h("i", { style: { width: `${100 * share}%` } }));
}

/** Writes the progress of loading jobs into the rows that are on screen. */
function showProgress() {
  for (const job of live.jobs().filter((one) => one.kind === "load" && !ended(one))) {
    const model = knownModels()?.models.find((one) => job.context?.model === one.id || job.title === `Load ${one.name}`);
    const place = model && document.querySelector(`[data-model="${CSS.escape(model.id)}"] .st-model-act`);
    if (!place) continue;
    const left = job.eta_s ? `, ${fmtEta(job.eta_s)} left` : "";
    const measuring = job.message && !job.message.startsWith("Loading") && `${job.message}. `;
    const said = job.state === "queued" ? "waits" : `${measuring || ""}${Math.round(100 * job.progress)} %${left}`;
    if (place.dataset.job !== job.id) {
      place.dataset.job = job.id;
      const cancel = button("Cancel", { kind: "quiet", "data-keep": "cancel", onclick: () => attempt(() => send("POST", `/jobs/${job.id}/cancel`)) });
      put(place, h("div", { class: "st-model-progress" }, bar(0), h("span", { class: "st-hint" })), cancel);
    }
    place.querySelector(".st-progress i").style.width = `${100 * job.progress}%`;
    place.querySelector(".st-hint").textContent = said;
  }
}
