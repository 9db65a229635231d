// Small tools to build elements. Text goes in as text, never as markup.

import { icon } from "./icons.js";

export { icon } from "./icons.js";
export * from "./format.js";

/**
 * An element: h("button", {class: "st-btn", onclick, "aria-label": "Play", dataset: {id}}, icon("play"), "Play").
 * `on…` functions become listeners, `style` and `dataset` take objects, null, undefined and false leave an attribute
 * out, true gives an empty one. Children may be nodes, strings, numbers, arrays of these; null and false are skipped.
 */
export function h(tag, props = null, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) setProp(element, name, value);
  fill(element, children);
  return element;
}

function setProp(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "style" && typeof value === "object") {
    for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
  } else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "value" || name === "checked") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function fill(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === true) continue;
    if (Array.isArray(child)) fill(element, child);
    else element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts `children` in place of whatever `element` holds. */
export function put(element, ...children) {
  element.replaceChildren();
  fill(element, children);
  return element;
}

/** Gives an element these nodes, in this order. Those that stand right already stay: nobody loses a focus or a click. */
export function arrange(element, nodes) {
  const before = [...element.childNodes];
  if (before.length === nodes.length && nodes.every((node, i) => node === before[i])) return;
  element.replaceChildren(...nodes);
}

/** A button: button("Approve", {icon: "check", kind: "quiet", onclick}). kind: "", "primary", "quiet", "ok", "bad". */
export function button(text, { icon: name = null, kind = "", class: extra = "", ...props } = {}) {
  const classes = ["st-btn", kind && `st-btn-${kind}`, extra].filter(Boolean).join(" ");
  return h("button", { type: "button", class: classes, ...props }, name && icon(name), text);
}

/** A square button that shows an icon only; `label` is read out and shown as its title. */
export function iconButton(name, label, { class: extra = "", ...props } = {}) {
  const classes = `st-btn st-btn-icon ${extra}`.trim();
  return h("button", { type: "button", class: classes, "aria-label": label, title: label, ...props }, icon(name));
}

/** Key hints: keyHints([["Space", "play"], ["1–5", "rate"]]); "← →" gives two boxes. */
export function keyHints(pairs) {
  return h(
    "div",
    { class: "st-keys" },
    pairs.map(([keys, text]) => h("span", null, keys.split(" ").map((key) => [h("kbd", null, key), " "]), text)),
  );
}

/**
 * A note with a head, a text and buttons: note("bad", "The GPU ran out of memory", "Needs 9.8 GB …", [button(…)]).
 * kind: "bad" (read out at once), "warn", "info", "ok".
 */
export function note(kind, head, text, actions = []) {
  const name = { bad: "warn", warn: "warn", info: "info", ok: "check" }[kind];
  return h(
    "div",
    { class: `st-note st-note-${kind}`, role: kind === "bad" ? "alert" : "status" },
    h("strong", null, icon(name), head),
    text && h("p", null, text),
    actions.length > 0 && h("div", { class: "st-note-actions" }, actions),
  );
}

/** An empty place: emptyState("No sounds in this project yet", "Write a prompt …", [button(…)]). */
export function emptyState(head, text, actions = []) {
  return h(
    "div",
    { class: "st-empty" },
    h("p", { class: "st-empty-head" }, head),
    text && h("p", null, text),
    actions.length > 0 && h("div", { class: "st-row" }, actions),
  );
}

/**
 * Five stars. A slider to readers: arrows change it, 0 to 5 set it, a click on the present rating clears it.
 * `onRate(n)` gets 0..5; without it the stars are a picture. `focusable: false` keeps it out of the tab order
 * (inside a grid whose cells have the focus).
 */
export function stars(asset, onRate = null, { focusable = true } = {}) {
  const rating = (asset && asset.review && asset.review.rating) || 0;
  const said = rating ? `${rating} of 5 stars` : "not rated";
  const marks = [1, 2, 3, 4, 5].map((n) => {
    const mark = icon("star", { filled: n <= rating });
    mark.dataset.n = n;
    return mark;
  });
  if (!onRate) return h("span", { class: "st-stars", role: "img", "aria-label": said }, marks);
  const rate = (n) => onRate(Math.max(0, Math.min(5, n)));
  return h(
    "span",
    {
      class: "st-stars st-stars-live",
      role: "slider",
      tabindex: focusable ? 0 : -1,
      "aria-label": "Rating",
      "aria-valuemin": 0,
      "aria-valuemax": 5,
      "aria-valuenow": rating,
      "aria-valuetext": said,
      onclick: (event) => {
        const mark = event.target.closest("[data-n]");
        if (!mark) return;
        event.stopPropagation();
        const n = Number(mark.dataset.n);
        rate(n === rating ? 0 : n);
      },
      onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (step) rate(rating + step);
        else if (/^[0-5]$/.test(event.key)) rate(Number(event.key));
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
    marks,
  );
}

/** The word of an asset type as the screen writes it. */
export function typeName(type) {
  return { music: "Music", sfx: "SFX", ambience: "Ambience", voice: "Voice", ui: "UI" }[type] || type;
}

/** True while the focus is where letters are typed, so that keys must not be taken. */
export function isTyping(target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, [contenteditable=true], [role=combobox]")) return true;
  const input = target.closest("input");
  return Boolean(input) && !["checkbox", "radio", "button", "range"].includes(input.type);
}

/**
 * Roving tabindex: of `items()` one can be reached by Tab, arrows move inside. `columns()` > 1 makes it a grid.
 * Returns {focus(index), refresh()}; call refresh after the items changed. `onMove(item, index)` hears of each move.
 */
export function roving(container, items, { columns = () => 1, vertical = false, onMove = null } = {}) {
  const current = () => Math.max(0, items().findIndex((item) => item.tabIndex === 0));
  const refresh = () => {
    const all = items();
    const at = current();
    all.forEach((item, i) => (item.tabIndex = i === Math.min(at, all.length - 1) ? 0 : -1));
  };
  const focus = (index) => {
    const all = items();
    if (!all.length) return;
    const at = Math.max(0, Math.min(all.length - 1, index));
    all.forEach((item, i) => (item.tabIndex = i === at ? 0 : -1));
    all[at].focus();
    if (onMove) onMove(all[at], at);
  };
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const at = items().indexOf(event.target);
    if (at < 0) return;
    const wide = columns();
    const step = {
      ArrowRight: vertical ? 0 : 1,
      ArrowLeft: vertical ? 0 : -1,
      ArrowDown: vertical ? 1 : wide > 1 ? wide : 0,
      ArrowUp: vertical ? -1 : wide > 1 ? -wide : 0,
      Home: -at,
      End: items().length - 1 - at,
    }[event.key];
    if (step === undefined || (step === 0 && !["Home", "End"].includes(event.key))) return;
    if (at + step < 0 || at + step >= items().length) {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    focus(at + step);
  });
  container.addEventListener("focusin", (event) => {
    const all = items();
    if (!all.includes(event.target)) return;
    all.forEach((item) => (item.tabIndex = item === event.target ? 0 : -1));
  });
  refresh();
  return { focus, refresh };
}
