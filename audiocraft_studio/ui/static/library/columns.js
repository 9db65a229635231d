// The head of the list: what the columns are, and which of them one can sort by.

import { h, put } from "../core/dom.js";

const COLUMNS = [
  ["select", ""],
  ["play", ""],
  ["name", "Name", "name"],
  ["wave", "Waveform"],
  ["type", "Type"],
  ["length", "Length", "duration"],
  ["rating", "Rating", "rating"],
  ["status", "Status"],
  ["lufs", "LUFS"],
  ["tags", "Tags"],
  ["made", "Made", "created_at"],
];

export class Head {
  #wave;

  /** onSort(key) and onAll() hear of clicks on a name and on the box of all. */
  constructor({ onSort, onAll }) {
    this.#onSort = onSort;
    this.all = h("input", { type: "checkbox", "aria-label": "Select all", onclick: onAll });
    const cells = COLUMNS.map(([name, text, sort]) => this.#cell(name, text, sort));
    this.#wave = cells[COLUMNS.findIndex(([name]) => name === "wave")];
    this.#wave.title = "All waveforms of the list are drawn higher by the same factor";
    this.element = h("div", { class: "lib-row lib-head", role: "row", "aria-rowindex": 1 }, cells);
  }

  #onSort;

  /** Marks the column that the list is sorted by. */
  showSort(sort) {
    for (const cell of this.element.children) {
      const on = cell.dataset.sort && sort.replace("-", "") === cell.dataset.sort;
      if (on) cell.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  }

  /** Says by which factor all waveforms are drawn higher. */
  showScale(scale) {
    this.#wave.textContent = scale > 1 ? `Waveform ×${scale}` : "Waveform";
  }

  showSelected(n, total) {
    this.all.checked = n > 0 && n >= total;
    this.all.indeterminate = n > 0 && n < total;
  }

  #cell(name, text, sort) {
    const cell = h("div", { class: `lib-c lib-c-${name}`, role: "columnheader", dataset: { sort: sort || "" } });
    if (name === "select") cell.append(this.all);
    else if (name === "play") cell.append(h("span", { class: "st-sr" }, "Play"));
    else if (!sort) cell.append(text);
    else cell.append(h("button", { type: "button", class: "lib-sort", tabindex: -1, onclick: () => this.#onSort(sort) }, text));
    return cell;
  }
}

/** Grey bars while the first rows are on their way. */
export function skeleton() {
  const bars = Array.from({ length: 8 }, (_, i) =>
    h(
      "div",
      { class: "lib-skeleton" },
      h("div", { class: "st-skeleton", style: { width: `${90 + ((i * 37) % 70)}px` } }),
      h("div", { class: "st-skeleton lib-skeleton-wide" }),
    ),
  );
  return put(h("div", { class: "lib-loading", "aria-hidden": "true" }), bars);
}
