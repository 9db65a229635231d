// What stands where the list would be: an empty project, an empty trash, a search without a result.

import { button, emptyState, h, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { parts, without } from "./query.js";

const MOST_TRIED = 4;

/** Draws it into `place`. `set(query)` searches for something else. */
export async function showNothing(place, results, set) {
  const { query } = results;
  if (!query.trim()) return put(place, results.likeness ? nothingAlike() : emptyProject());
  const all = parts(query);
  if (results.inTrash && all.length === 1)
    return put(
      place,
      emptyState("The trash is empty", "What you move there stays until you restore it.", [
        button("Back to the library", { onclick: () => set("") }),
      ]),
    );
  const said = h("div", { class: "st-col lib-nothing-hints" });
  const acts = h("div", { class: "st-row st-wrap" }, button("Clear search", { kind: "quiet", onclick: () => set("") }));
  put(
    place,
    h(
      "div",
      { class: "st-empty" },
      h("p", { class: "st-empty-head" }, "Nothing matches"),
      h("p", null, "No asset has ", words(all), "."),
      said,
      acts,
    ),
  );
  if (all.length < 2) return;
  // Which part stands in the way? Each is left out once.
  for (const one of all.slice(0, MOST_TRIED)) {
    const rest = without(query, one.text);
    const found = await results.count(rest).catch(() => null);
    if (query !== results.query) return;
    if (!found?.total) continue;
    said.append(h("p", null, "Without ", token(one), ` there ${found.total === 1 ? "is 1" : `are ${found.total.toLocaleString("en-US")}`}.`));
    acts.prepend(button(`Drop ${one.text}`, { onclick: () => set(rest) }));
  }
}

function nothingAlike() {
  return emptyState("Nothing here sounds like it", "Other sounds of this place have not been listened to yet, or there are none.");
}

function emptyProject() {
  return emptyState(`No sounds in ${page.project} yet`, "Write a prompt, or drop audio files here.", [
    page.can("generate") && button("Write a prompt", { onclick: () => page.openTab("generate") }),
  ]);
}

function words(all) {
  return all.map((one, i) => [i === 0 ? "" : i === all.length - 1 ? " and " : ", ", token(one)]);
}

function token({ text, term }) {
  if (!term?.field) return h("span", { class: "lib-token" }, text);
  return h("span", { class: "lib-token" }, h("i", null, `${term.minus ? "-" : ""}${term.field}:`), term.value);
}
