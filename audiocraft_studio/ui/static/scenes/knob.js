// Faders and pan: sliders that drag, step with the arrows, and take typed values (double click or Enter).

import { h } from "../core/dom.js";

const FINE = 0.2; // with Shift a drag moves this much of the way

/**
 * knob({class, label, low, high, read(text), words(value), step(value, way, coarse), onMove(value, gesture)}).
 * `gesture` is one object a drag and "key" for keys. Returns {element, set(value), type()}; `type` opens the field.
 */
export function knob({ class: name, label, low, high, home = null, read, write, words, step, onMove }) {
  const thumb = h("i");
  const element = h(
    "div",
    { class: `sc-knob ${name}`, role: "slider", tabindex: -1, "aria-label": label, "aria-valuemin": low, "aria-valuemax": high, title: "Double click or Enter to type a value" },
    thumb,
  );
  let value = low;
  const share = (x) => (x - low) / (high - low);
  const bound = (x) => Math.max(low, Math.min(high, x));
  const move = (to, gesture) => bound(to) !== value && onMove(bound(to), gesture);

  const made = {
    element,
    set(next) {
      value = next;
      element.style.setProperty("--share", `${100 * share(next)}%`);
      element.setAttribute("aria-valuenow", next.toFixed(2));
      element.setAttribute("aria-valuetext", words(next));
    },
    rename(text) {
      element.setAttribute("aria-label", text);
    },
    type() {
      typedOver(element, { label, text: write(value), read, take: (to) => move(to, {}) });
    },
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("input")) return;
    event.preventDefault();
    element.focus({ focusVisible: false });
    const gesture = {};
    const box = element.getBoundingClientRect();
    const start = { x: event.clientX, value };
    const onThumb = Math.abs(event.clientX - (box.left + share(value) * box.width)) < 8;
    if (!onThumb) {
      start.value = low + ((event.clientX - box.left) / box.width) * (high - low);
      move(start.value, gesture);
    }
    const drag = (to) => {
      const way = ((to.clientX - start.x) / box.width) * (high - low);
      move(start.value + way * (to.shiftKey ? FINE : 1), gesture);
    };
    const end = () => {
      element.removeEventListener("pointermove", drag);
      element.classList.remove("sc-moving");
    };
    element.setPointerCapture(event.pointerId);
    element.classList.add("sc-moving");
    element.addEventListener("pointermove", drag);
    element.addEventListener("pointerup", end, { once: true });
    element.addEventListener("pointercancel", end, { once: true });
  });
  element.addEventListener("dblclick", (event) => !event.target.closest("input") && made.type());
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== element) return;
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 6, PageDown: -6 }[event.key];
    if (way) move(step(value, way), "key");
    else if (event.key === "Home") move(home ?? low, "key");
    else if (event.key === "End") move(high, "key");
    else if (event.key === "Enter") made.type();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return made;
}

/** A small field over `element` for a typed value; what cannot be read stays, marked, until it is mended or left. `back` gets the focus then. */
export function typedOver(element, { label, text, read, take, back = element }) {
  if (element.querySelector(".sc-typed")) return;
  const input = h("input", { class: "st-input sc-typed", type: "text", value: text, "aria-label": label });
  let closed = false; // taking the field away blurs it once more
  const close = (refocus) => {
    if (closed) return;
    closed = true;
    input.remove();
    if (refocus) back.focus();
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close(true);
    if (event.key !== "Enter") return;
    const value = read(input.value);
    if (Number.isNaN(value)) {
      input.setAttribute("aria-invalid", "true");
      input.select();
    } else {
      close(true);
      take(value);
    }
  });
  input.addEventListener("blur", () => {
    if (closed) return;
    const value = read(input.value);
    close(false);
    if (!Number.isNaN(value) && input.value !== text) take(value);
  });
  element.append(input);
  input.focus();
  input.select();
}
