// The line above the list: what to do with the selected assets; without a selection, how many there are and the order.

import { assets } from "../core/assets.js";
import { button, fmtCount, h, icon, put, stars } from "../core/dom.js";
import { popover } from "../core/dialog.js";
import { toast } from "../core/toast.js";
import { changeAll, each, remember, trashAll } from "./undo.js";

const ORDERS = [
  ["-created_at", "Newest first"],
  ["created_at", "Oldest first"],
  ["-rating", "Best rated first"],
  ["rating", "Worst rated first"],
  ["-duration", "Longest first"],
  ["duration", "Shortest first"],
  ["name", "By name"],
  ["-name", "By name, from Z"],
];

export class Bulk {
  #results;
  #list;

  /** onSort(key) is told of another order. */
  constructor(results, list, onSort) {
    this.#results = results;
    this.#list = list;
    this.count = h("span", { class: "lib-selected", role: "status", "aria-live": "polite" });
    this.tag = button("Tag", { kind: "quiet", icon: "plus" });
    this.rate = button("Rate", { kind: "quiet", icon: "star" });
    this.approve = button("Approve", { kind: "quiet", icon: "check", onclick: () => this.#status("approved") });
    this.reject = button("Reject", { kind: "quiet", icon: "close", onclick: () => this.#status("rejected") });
    this.trash = button("Trash", { kind: "quiet", icon: "trash", onclick: () => this.trashSelected() });
    this.restore = button("Restore", { kind: "quiet", icon: "undo", onclick: () => this.#restore() });
    this.clear = button("Clear", { kind: "quiet", onclick: () => this.#list.clearSelection() });
    popover(this.tag, { label: "Tag the selected assets", fill: (panel, close) => this.#tagPanel(panel, close), class: "lib-pop" });
    popover(this.rate, { label: "Rate the selected assets", fill: (panel, close) => this.#ratePanel(panel, close), class: "lib-pop" });
    this.acts = h(
      "div",
      { class: "st-row lib-acts", role: "toolbar", "aria-label": "Selected assets" },
      this.tag,
      this.rate,
      this.approve,
      this.reject,
      this.trash,
      this.restore,
      this.clear,
    );
    this.found = h("span", { class: "lib-found", role: "status" });
    this.order = h(
      "select",
      { class: "lib-order", "aria-label": "Order", onchange: () => onSort(this.order.value) },
      ORDERS.map(([value, text]) => h("option", { value }, text)),
    );
    this.element = h(
      "div",
      { class: "lib-bar" },
      this.count,
      this.acts,
      h("span", { class: "st-space" }),
      this.found,
      h("span", { class: "lib-order-box" }, this.order, icon("down")),
    );
    list.addEventListener("selection", () => this.show());
    this.show();
  }

  show() {
    const n = this.#list.selected.size;
    this.acts.hidden = n === 0;
    this.count.textContent = n ? `${n.toLocaleString("en-US")} selected` : "";
    const trash = this.#results.inTrash;
    for (const one of [this.tag, this.rate, this.approve, this.reject, this.trash]) one.hidden = trash;
    this.restore.hidden = !trash;
    this.order.value = this.#results.sort;
  }

  /** Says what was found: "63 of 4,914, 31 ms". */
  say(total, of, took) {
    const all = of !== null && of >= total ? ` of ${of.toLocaleString("en-US")}` : "";
    this.found.textContent = `${total.toLocaleString("en-US")}${all}, ${took < 1 ? "under 1" : Math.round(took)} ms`;
  }

  async trashSelected(chosen = this.#list.chosen) {
    if (chosen.length && (await trashAll(chosen.map((asset) => asset.id)))) this.#list.clearSelection();
  }

  #status(status) {
    const before = new Map(this.#list.chosen.map((asset) => [asset.id, asset.review.status]));
    return changeAll(
      this.#list.chosen,
      () => ({ status }),
      (asset) => ({ status: before.get(asset.id) }),
      status,
    );
  }

  async #restore() {
    const ids = this.#list.chosen.map((asset) => asset.id);
    try {
      await each(ids, async (id) => {
        await assets.restore(id);
        return true;
      });
    } catch (error) {
      return toast(error.message, { kind: "bad" });
    }
    this.#list.clearSelection();
    remember(() => assets.trash(ids));
    toast(`${fmtCount(ids.length, "asset")} restored`);
  }

  #tagPanel(panel, close) {
    const input = h("input", { class: "st-input", id: "lib-bulk-tags", placeholder: "rain, roof", autocomplete: "off" });
    const apply = (add) => {
      const named = input.value
        .split(",")
        .map((tag) => tag.trim().toLowerCase())
        .filter(Boolean);
      if (!named.length) return input.focus();
      close();
      this.#retag(named, add);
    };
    const submit = (event) => {
      event.preventDefault();
      apply(true);
    };
    put(
      panel,
      h(
        "form",
        { class: "lib-pop-body", onsubmit: submit },
        h("label", { class: "st-label", for: "lib-bulk-tags" }, "Tags, with commas between"),
        input,
        h("div", { class: "st-row" }, button("Add", { type: "submit" }), button("Take away", { kind: "quiet", onclick: () => apply(false) })),
      ),
    );
    setTimeout(() => input.focus(), 0);
  }

  #retag(named, add) {
    const before = new Map(this.#list.chosen.map((asset) => [asset.id, asset.tags]));
    const change = (asset) => ({ tags: add ? [...new Set([...asset.tags, ...named])] : asset.tags.filter((tag) => !named.includes(tag)) });
    return changeAll(this.#list.chosen, change, (asset) => ({ tags: before.get(asset.id) }), add ? "tagged" : "untagged");
  }

  #ratePanel(panel, close) {
    const rate = (n) => {
      close();
      const before = new Map(this.#list.chosen.map((asset) => [asset.id, asset.review.rating]));
      changeAll(
        this.#list.chosen,
        () => ({ rating: n || null }),
        (asset) => ({ rating: before.get(asset.id) }),
        n ? "rated" : "without a rating now",
      );
    };
    put(panel, h("div", { class: "lib-pop-body st-row" }, stars(null, rate), button("Clear rating", { kind: "quiet", onclick: () => rate(0) })));
    panel.querySelector("[role=slider]").focus();
  }
}
