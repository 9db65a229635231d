// What is typed before the widgets are there. The page's entry imports this first, so nothing typed is missed.

const typed = new Map();

function note({ target }) {
  if (target.matches?.("textarea, input:not([type=radio], [type=checkbox])")) typed.set(target, target.value);
}

document.addEventListener("input", note, true);

/** Writes it back into fields that were given another value meanwhile, and stops noting. */
export function giveBackTyped() {
  document.removeEventListener("input", note, true);
  for (const [field, value] of typed) {
    if (!field.isConnected || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  typed.clear();
}
