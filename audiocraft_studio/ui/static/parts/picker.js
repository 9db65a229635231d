// Picking a sound of the library: a search field and its results, each to hear before it is taken.

import { assets } from "../core/assets.js";
import { fmtDuration, h, iconButton, put, roving } from "../core/dom.js";
import { player } from "../core/player.js";
import { everywhere } from "../core/projects.js";

const WAIT_MS = 120;
const SHOWN = 40;

/** Draws a picker; `onPick(asset)` hears what was taken. Returns {element, search(text), focus()}. */
export function picker({ project, onPick, placeholder = "Search: rain type:ambience rating:>=4" }) {
  const input = h("input", { class: "st-input", type: "search", placeholder, "aria-label": "Search the library", autocomplete: "off" });
  const count = h("p", { class: "st-hint st-picker-count", role: "status" });
  const list = h("ul", { class: "st-picker-list st-scroll", "aria-label": "Sounds" });
  const all = h("input", { type: "checkbox", id: "st-picker-all" });
  let asked = null;
  let timer = 0;

  async function search() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const wanted = { q: all.checked ? everywhere(input.value) : input.value, limit: SHOWN, sort: "-created_at", ...(all.checked ? {} : { project }) };
    try {
      const found = await assets.search(wanted, { signal });
      count.textContent = found.total ? `${found.total.toLocaleString("en-US")} found` : "Nothing found. Try fewer words, or all projects.";
      put(list, found.assets.map((asset) => row(asset, found.assets)));
      moves.refresh();
    } catch (error) {
      if (error.name === "AbortError") return;
      count.textContent = error.message;
      put(list);
    }
  }

  function row(asset, all) {
    const hear = iconButton("play", `Play ${asset.name}`, {
      class: "st-btn-quiet",
      tabindex: -1,
      onclick: () => (player.isCurrent(asset) && player.playing ? player.stop() : player.play(asset, { list: all })),
    });
    const take = h(
      "button",
      { type: "button", class: "st-picker-take", dataset: { type: asset.type }, onclick: () => onPick(asset) },
      h("span", { class: "st-swatch" }),
      h("span", { class: "st-ellipsis" }, asset.name),
      h("span", { class: "st-space" }),
      h("span", { class: "st-hint" }, [asset.model_name, fmtDuration(asset.duration_s)].filter(Boolean).join(" · ")),
    );
    take.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      hear.click();
    });
    return h("li", { class: "st-picker-row" }, hear, take);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    moves.focus(0);
  });
  all.addEventListener("change", search);
  const moves = roving(list, () => [...list.querySelectorAll(".st-picker-take")], { vertical: true });
  const element = h(
    "div",
    { class: "st-picker" },
    input,
    h("div", { class: "st-row st-picker-line" }, count, h("span", { class: "st-space" }), h("label", { class: "st-check st-hint", for: "st-picker-all" }, all, "all projects")),
    list,
    h("p", { class: "st-hint st-picker-foot" }, "Enter takes, Space plays"),
  );
  search();
  return { element, search, focus: () => input.focus() };
}
