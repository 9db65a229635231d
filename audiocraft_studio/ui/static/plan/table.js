// The sounds of the plan, by area. Arrows move, Enter goes to the definition, G generates what is missing.

import { button, emptyState, fmtEta, h, icon, iconButton, note, put, typeName } from "../core/dom.js";
import { ended } from "../core/live.js";
import { smallBar } from "./coverage.js";
import { NEW } from "./store.js";
import { pieces } from "./words.js";

const HEADS = [["Sound"], ["Type"], ["Event"], ["Prompt template"], ["Required", "st-num"], ["Made", "st-num"], ["Approved"]];

/** {element, update(), focus()} */
export function table(store, { review, edit }) {
  const head = h("thead", null, h("tr", { role: "row" }, HEADS.map(([text, name = ""]) => h("th", { scope: "col", class: name, role: "columnheader" }, text)), h("th", { scope: "col", role: "columnheader" }, h("span", { class: "st-sr" }, "Action"))));
  const grid = h("table", { class: "pl-table", role: "grid", "aria-label": "Sounds of the plan" }, head);
  const none = h("div");
  const element = h("div", { class: "pl-scroll st-scroll" }, grid, none);
  const rows = new Map();
  let drawn = "";

  grid.addEventListener("keydown", (event) => keys(event));
  grid.addEventListener("focusin", (event) => {
    const id = event.target.closest("tr[data-id]")?.dataset.id;
    if (id && id !== store.chosen) store.choose(id);
  });

  function update() {
    const { sounds } = store;
    grid.hidden = !sounds?.length;
    put(none, !sounds ? waiting(store) : !sounds.length && nothing(store));
    if (!sounds) return;
    const key = JSON.stringify([store.areas.map((one) => [one.area, one.approved, one.required]), sounds.map(({ prompts, assets, ...rest }) => rest)]);
    if (key !== drawn) {
      drawn = key;
      draw();
    }
    for (const sound of sounds) rows.get(sound.id)?.update(sound);
    if (!sounds.some((sound) => sound.id === store.chosen) && sounds.length) rows.get(sounds[0].id).element.tabIndex = 0;
  }

  function draw() {
    const had = grid.contains(document.activeElement) ? document.activeElement.closest("tr[data-id]")?.dataset.id : null;
    rows.clear();
    grid.replaceChildren(head, ...store.areas.map(areaBody));
    if (had) rows.get(had)?.element.focus({ preventScroll: true });
  }

  function areaBody({ area, sounds, approved, required }) {
    const title = h("tr", { class: "pl-area", role: "row" }, h("th", { colspan: 8, scope: "rowgroup", role: "rowheader" }, h("b", null, area || "No area"), h("span", { class: "st-small st-3" }, `${approved} of ${required} approved`)));
    return h("tbody", { role: "rowgroup" }, title, sounds.map((sound) => {
      const row = makeRow(sound);
      rows.set(sound.id, row);
      return row.element;
    })); // prettier-ignore
  }

  function makeRow(sound) {
    const action = h("td", { class: "pl-action", role: "gridcell" });
    const approved = Math.min(sound.approved, sound.required);
    const cell = (content, name = "") => h("td", { class: name, role: "gridcell" }, content);
    const element = h(
      "tr",
      { role: "row", tabindex: -1, dataset: { id: sound.id, type: sound.type }, onclick: (event) => event.target.closest("button") || choose(sound.id) },
      cell(h("span", { class: "st-ellipsis" }, sound.name)),
      cell([h("span", { class: "st-swatch" }), h("span", null, typeName(sound.type))], "pl-type"),
      cell(sound.event, "st-2 st-ellipsis"),
      cell(template(sound.template), "st-2 st-ellipsis"),
      cell(sound.required, "st-num"),
      cell(sound.generated, "st-num"),
      cell([smallBar(sound), h("span", { class: "st-small st-2" }, `${approved} / ${sound.required}`)], "pl-cover"),
      action,
    );
    let shown = "";
    return {
      element,
      update(now) {
        const chosen = store.chosen === now.id;
        element.tabIndex = chosen ? 0 : -1;
        element.setAttribute("aria-selected", String(chosen));
        const job = store.jobs.get(now.id);
        const key = `${job && !ended(job) ? job.id : ""}:${job?.state === "failed" ? job.id : ""}:${now.missing}:${now.approved}`;
        if (key !== shown) {
          shown = key;
          const held = action.contains(document.activeElement);
          put(action, job && !ended(job) ? working(now) : offer(now, job));
          if (held) element.focus({ preventScroll: true }); // what was pressed there is gone
        }
        if (job && !ended(job)) showProgress(action, job);
        for (const one of action.querySelectorAll("button")) one.tabIndex = chosen ? 0 : -1;
      },
    };
  }

  function offer(sound, job) {
    const { failures = [], error = "" } = job || {};
    const reason = job?.state === "failed" || failures.length ? error || failures[0]?.reason : "";
    const warning = reason && sound.missing > 0 && h("span", { class: "st-bad pl-failed", title: reason, role: "img", "aria-label": `Failed: ${reason}` }, icon("warn"));
    if (sound.missing > 0) {
      const props = { class: "st-btn-small", "aria-label": `Generate ${sound.missing} of ${sound.name}`, onclick: () => store.generate(sound) };
      return [warning, button(`Generate ${sound.missing}`, props)];
    }
    const open = sound.required - sound.approved;
    if (open > 0) return button(`Review ${open}`, { class: "st-btn-small", "aria-label": `Review ${open} of ${sound.name}`, onclick: () => review(sound.id) });
    return h("span", { class: "st-ok st-row pl-complete" }, icon("check"), "complete");
  }

  function working(sound) {
    return h(
      "span",
      { class: "st-row pl-working" },
      h("span", { class: "pl-progress" }, h("span", { class: "st-progress" }, h("i")), h("span", { class: "st-hint" })),
      iconButton("close", `Cancel ${sound.name}`, { class: "st-btn-quiet pl-cancel", onclick: () => store.cancel([sound.id]) }),
    );
  }

  function choose(id) {
    store.choose(id, { byHand: true });
    rows.get(id)?.element.focus({ focusVisible: false, preventScroll: true });
  }

  function keys(event) {
    const row = event.target.closest("tr[data-id]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...grid.querySelectorAll("tr[data-id]")];
    const at = all.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const sound = store.sounds.find((one) => one.id === row.dataset.id);
    if (to !== undefined) all[Math.max(0, Math.min(all.length - 1, to))].focus();
    else if (event.target !== row) return;
    else if (event.key === "Enter") edit(sound.id);
    else if (event.key.toLowerCase() === "g" && sound.missing > 0 && !store.working(sound.id)) store.generate(sound);
    else if (event.key.toLowerCase() === "r" && sound.generated) review(sound.id);
    else return;
    event.preventDefault();
  }

  return { element, update, focus: () => rows.get(store.chosen)?.element.focus() };
}

function showProgress(action, job) {
  action.querySelector(".st-progress i").style.width = `${100 * job.progress}%`;
  const left = job.eta_s ? `, ${fmtEta(job.eta_s)}` : "";
  action.querySelector(".st-hint").textContent = job.state === "queued" ? "waiting" : job.message || `${job.done} of ${job.total}${left}`;
}

/** A template with its variables in the accent colour. */
export function template(text) {
  return pieces(text).map((piece) => (piece.variable ? h("span", { class: "pl-variable" }, piece.text) : piece.text));
}

function waiting(store) {
  const { unread } = store;
  if (unread) return note("warn", "The plan cannot be read", unread.message, [button("Try again", { onclick: () => store.load() })]);
  return [1, 2, 3, 4].map(() => h("div", { class: "st-skeleton pl-skeleton" }));
}

function nothing(store) {
  const add = button("New sound", { icon: "plus", onclick: () => store.choose(NEW, { byHand: true }) });
  return emptyState("No sounds are planned in this project", "Define a sound: what it is for, a prompt template, and how many variants are needed. Then generate what is missing.", [add]);
}
