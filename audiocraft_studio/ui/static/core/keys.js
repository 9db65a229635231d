// Keys that hold everywhere: Space, Ctrl+Enter, ?. And the list of all keys, which widgets add theirs to.

import { isTyping } from "./dom.js";
import { player } from "./player.js";

const groups = new Map([
  [
    "Everywhere",
    [
      ["Space", "play and pause"],
      ["Ctrl Enter", "press the main button of the tab"],
      ["?", "show all keys"],
      ["Tab", "to the next part; arrows move inside it"],
    ],
  ],
]);

/** Adds keys to the help: describeKeys("Takes", [["← →", "move"], ["Enter", "open"]]). */
export function describeKeys(group, pairs) {
  groups.set(group, pairs);
}

/** All that was described: [[group, [[keys, text], …]], …]. */
export function allKeys() {
  return [...groups];
}

/** Listens on the document; called once by studio.js. `onHelp` shows the list. */
export function listen(onHelp) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return pressPrimary(event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      onHelp();
    } else if (event.key === " " && !keepsSpace(event.target)) {
      event.preventDefault();
      player.toggle();
    }
  });
  // A button that was clicked does not keep Space: its click on keyup is stopped too.
  document.addEventListener("keyup", (event) => {
    if (event.key === " " && !isTyping(event.target) && !keepsSpace(event.target)) event.preventDefault();
  });
}

/** A control that was reached by keyboard keeps Space for itself; one that was clicked does not. */
function keepsSpace(target) {
  if (!(target instanceof Element)) return false;
  const control = target.closest("button, summary, a[href], input, [role=button], [role=switch], [role=checkbox], [role=option]");
  return Boolean(control) && control.matches(":focus-visible");
}

/** The primary button of the visible tab: the first enabled `.st-primary` or `.st-btn-primary`, not hidden. */
export function primaryButton() {
  const open = document.querySelector("dialog[open]");
  const all = [...(open || document).querySelectorAll("button.st-primary, button.st-btn-primary, .st-primary > button")];
  return all.find((one) => one.checkVisibility() && !one.disabled) || null;
}

function pressPrimary(event) {
  const found = primaryButton();
  if (!found) return;
  event.preventDefault();
  event.stopPropagation();
  // A stock field tells Gradio what was typed when it loses the focus or on input; let that go first.
  setTimeout(() => found.click(), 0);
}
