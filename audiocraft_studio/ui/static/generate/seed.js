// The seed: empty for another one each run; the one that was really used stands beside it.

import { iconButton } from "../core/dom.js";
import { hasPrompt } from "../parts/words.js";
import { desk } from "./desk.js";
import { Edits } from "./edits.js";
import { numberField } from "./field.js";

const LARGEST = 2 ** 31 - 1;

export function mount(element, { props, watch }) {
  const edits = new Edits();
  let typed = null;
  const tell = (seed) => {
    typed = seed;
    props.value = { seed, edit: edits.next() };
    showDice();
  };
  const field = numberField({
    label: "Seed",
    minimum: 0,
    maximum: LARGEST,
    integer: true,
    empty: true,
    placeholder: "random each run",
    onInput: tell,
  });
  const dice = iconButton("dice", "Random seed each run", {
    onclick: () => {
      field.set(null);
      tell(null);
    },
  });
  const reuse = iconButton("reuse", "Reuse the last seed", {
    onclick: () => {
      const seed = lastSeed();
      field.set(seed);
      tell(seed);
    },
  });
  const showDice = () => dice.setAttribute("aria-pressed", String(props.value.seed === null));
  const showLast = () => {
    const seed = lastSeed();
    field.hint(seed === null ? "" : `last used ${seed}`);
    reuse.disabled = seed === null;
    reuse.title = seed === null ? "Nothing was generated yet" : `Reuse the last seed, ${seed}`;
  };
  const row = document.createElement("div");
  row.className = "st-row gen-seed-row";
  field.input.before(row);
  row.append(field.input, dice, reuse);
  element.append(field.element);
  const show = () => {
    if (edits.outdates(props.value)) tell(typed);
    const { seed } = props.value;
    if (String(seed ?? "") !== field.input.value) field.set(seed);
    showDice();
  };
  watch("value", show);
  desk.addEventListener("open", showLast);
  show();
  showLast();
}

function lastSeed() {
  const seed = desk.current && hasPrompt(desk.current) ? desk.current.recipe.seed : null;
  return Number.isInteger(seed) ? seed : null;
}
