// The open sound, large: what it is, what it looks like, what was measured, and where it can go.

import { remembered } from "./form.js";
import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt } from "../core/attempt.js";
import { button, emptyState, h, note, put } from "../core/dom.js";
import { live } from "../core/live.js";
import { onModels } from "../core/models.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { actions, tagRow } from "./actions.js";
import { desk } from "./desk.js";
import { drawerButton } from "./drawer.js";
import { openFold } from "./folds.js";
import { head } from "./head.js";
import { picture } from "./picture.js";
import { qualityRow } from "./quality.js";
import { runPanel } from "./runs.js";

const TAKEN = { prompt: "Prompt taken over", seed: "Seed taken over", all: "Prompt, seed and settings taken over", remix: "Taken over, with a random seed" };

export function mount(element, { trigger, watch, props }) {
  const notes = h("div", { class: "gen-notes" });
  const body = h("div", { class: "gen-body" });
  element.append(drawerButton(), notes, body);
  bindServer({ trigger, watch, props });
  desk.addEventListener("notes", () => drawNotes(notes));
  desk.addEventListener("open", () => draw(body));
  desk.addEventListener("jobs", () => !desk.current && draw(body));
  player.addEventListener("change", () => !desk.current && panel && draw(body));
  onModels(() => desk.current && draw(body)); // what Extend needs may have come or gone
  page.onProject(() => start(body));
  start(body);
}

/** What goes to the form and comes back from Generate. */
function bindServer({ trigger, watch, props }) {
  watch("value", () => props.value && desk.answered(props.value).catch((error) => toast(error.message, { kind: "bad" })));
  desk.addEventListener("recall", async ({ detail }) => {
    const { verb, asset } = detail;
    if (asset && (verb === "extend" || verb in TAKEN) && !(await attempt(() => assets.refresh(asset)))) return; // it is gone
    trigger("recall", detail);
    if (verb in TAKEN) toast(TAKEN[verb]);
    else openFold("gen-guides");
  });
  document.addEventListener("studio:use", (event) => {
    trigger("use", event.detail);
    toast("Prompt taken over");
  });
  live.onModels(() => trigger("models", {}));
  page.receive("generate", ({ asset, verb = "all" }) => {
    if (asset.id && desk.current?.id !== asset.id) desk.open(asset);
    desk.recall(verb, asset);
  });
  page.receive("extend", ({ asset }) => desk.recall("extend", asset));
  page.receive("notes", ({ ref }) => desk.recall("notes", { id: ref }));
  trigger("restore", { form: remembered() });
}

let starts = 0; // the newest one counts, and a sound that was opened meanwhile counts more

async function start(body) {
  const turn = ++starts;
  const before = desk.current?.id;
  const overtaken = () => turn !== starts || desk.current?.id !== before;
  try {
    const asset = await desk.last();
    if (overtaken()) return null;
    if (asset) return desk.open(asset);
    desk.current = null;
    draw(body);
  } catch (error) {
    if (overtaken()) return null;
    put(body, note("warn", "The last sound cannot be shown", error.message, [button("Try again", { onclick: () => start(body) })]));
  }
  return null;
}

let panel = null; // of the run that stands where the first sound will be
let shown = null; // the picture that stands, kept while only words change

function draw(body) {
  const asset = desk.current;
  const field = document.activeElement;
  if (asset && shown?.id === asset.id && body.contains(field) && field.matches(".gen-rename, .gen-tag-input")) {
    // What is being typed would go with its field: it is drawn again once that is left.
    field.onblur = () => setTimeout(() => draw(body));
    return;
  }
  if (!asset) {
    shown = null;
    drawRun(body, desk.runs()[0]);
    return;
  }
  panel = null;
  if (shown?.id !== asset.id) {
    shown?.destroy();
    shown = { id: asset.id, ...picture(asset) };
  } else shown.update(asset);
  const parts = [head(asset), shown.element, qualityRow(asset), actions(asset), tagRow(asset)];
  const focus = document.activeElement?.dataset?.keep;
  if (body.contains(shown.element)) {
    // Replacing the picture would lose its focus and its selection.
    [...body.children].filter((child) => child !== shown.element).forEach((child) => child.remove());
    body.prepend(parts[0]);
    body.append(...parts.slice(2));
  } else put(body, parts);
  if (focus) body.querySelector(`[data-keep="${CSS.escape(focus)}"]`)?.focus();
}

/** The run in progress; its parts stay, so that what is pressed there is not replaced under the pointer. */
function drawRun(body, run) {
  if (run && panel?.job === run.id) return panel.update(run);
  panel = run ? runPanel(run) : null;
  return put(body, panel ? panel.element : firstVisit());
}

function firstVisit() {
  return emptyState(
    "No sound in this project yet",
    "Write a prompt and press Generate, or start from one of the examples. Sketch, the built-in procedural engine, answers at once.",
    [button("Write a prompt", { icon: "edit", onclick: () => document.querySelector("#gen-prompt textarea")?.focus() })],
  );
}

function drawNotes(place) {
  put(
    place,
    desk.notes.map((one) =>
      note(one.kind, one.head, one.text, [
        one.retry && button("Retry", { icon: "reuse", onclick: () => retry(one) }),
        button("Dismiss", { kind: "quiet", onclick: () => desk.clear(one.key) }),
      ].filter(Boolean)),
    ),
  );
}

async function retry(one) {
  desk.clear(one.key);
  try {
    const job = await send("POST", `/jobs/${one.retry}/retry`);
    if (job?.id) await desk.answered({ job: job.id });
  } catch (error) {
    desk.say({ ...one, text: error.message });
  }
}
