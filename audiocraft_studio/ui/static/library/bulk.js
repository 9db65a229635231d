// The line above the list: what to do with the selected assets; without a selection, how many there are and the order.

import { popover } from "../core/dialog.js";
import { button, h, icon, iconButton, put, roving } from "../core/dom.js";
import { toast } from "../core/toast.js";
import { changes } from "./changes.js";
import { JobLine } from "./jobline.js";
import { categoryPanel, collectionPanel, projectPanel, ratePanel, tagPanel } from "./panels.js";
import { emptyTrash } from "./trash.js";

const ORDERS = [
  ["relevance", "Best match first"],
  ["-created_at", "Newest first"],
  ["created_at", "Oldest first"],
  ["-rating", "Best rated first"],
  ["rating", "Worst rated first"],
  ["-duration", "Longest first"],
  ["duration", "Shortest first"],
  ["name", "By name"],
  ["-name", "By name, from Z"],
];

const UNDER_WAY = "Another change is under way. Wait for it, or cancel it above the list.";

export class Bulk {
  #results;
  #selection;
  #busy = false;

  constructor(results, selection) {
    this.#results = results;
    this.#selection = selection;
    this.count = h("span", { class: "lib-selected", role: "status", "aria-live": "polite" });
    this.job = new JobLine((there) => this.#hold(there));
    this.acts = h("div", { class: "st-row lib-acts", role: "toolbar", "aria-label": "Selected assets" }, this.#tools());
    this.moves = roving(this.acts, () => [...this.acts.children].filter((one) => !one.hidden));
    this.empty = button("Empty trash", { kind: "quiet", icon: "trash", class: "st-btn-small", onclick: () => emptyTrash(results) });
    this.found = h("span", { class: "lib-found", role: "status" });
    this.order = h(
      "select",
      { class: "lib-order", "aria-label": "Order", onchange: () => results.order(this.order.value) },
      ORDERS.map(([value, text]) => h("option", { value }, text)),
    );
    this.orderBox = h("span", { class: "lib-order-box" }, this.order, icon("down"));
    const space = h("span", { class: "st-space" });
    this.element = h("div", { class: "lib-bar" }, this.count, this.acts, this.job.element, this.empty, space, this.found, this.orderBox);
    selection.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const n = this.#selection.size;
    const { inTrash, total, sort, likeness } = this.#results;
    this.acts.hidden = n === 0 || this.#busy;
    this.count.textContent = n ? `${this.#selection.isAll ? "All " : ""}${n.toLocaleString("en-US")} selected` : "";
    this.count.title = n ? `of ${total.toLocaleString("en-US")}` : "";
    for (const tool of this.acts.children) tool.hidden = tool.dataset.where ? (tool.dataset.where === "trash") !== inTrash : false;
    this.empty.hidden = !inTrash || n > 0 || total === 0 || this.#busy;
    this.orderBox.hidden = Boolean(likeness);
    this.order.options[0].hidden = this.#results.usual !== "relevance";
    this.order.value = sort;
    this.moves.refresh();
  }

  /** Says what was found: "63 of 4,914, 31 ms"; `of`: how many there are without a search, or null. */
  say(of) {
    const { total, took_ms: took, likeness } = this.#results;
    const all = likeness ? " nearest" : of !== null && of >= total ? ` of ${of.toLocaleString("en-US")}` : "";
    this.found.textContent = `${total.toLocaleString("en-US")}${all}, ${took < 1 ? "under 1" : Math.round(took)} ms`;
  }

  /** Changes what is selected. */
  async make(change, said) {
    if (!this.#selection.size) return;
    if (this.#busy) return toast(UNDER_WAY, { kind: "info" });
    await this.#while(() => changes.make(this.#selection.which, change, said));
  }

  /** Moves what is selected to the trash. */
  async trash() {
    if (this.#busy) return toast(UNDER_WAY, { kind: "info" });
    await this.#while(() => this.#away(changes.trash(this.#selection.which)));
  }

  /** What is selected stays so for the next change, unless the change took it out of the list. */
  async #while(change) {
    this.#hold(true);
    try {
      const before = this.#results.total;
      if (await change()) {
        await this.#results.again();
        if (this.#results.total < before) this.#selection.clear();
      }
    } finally {
      this.#hold(false);
    }
  }

  /** What went out of the list is not selected any more. */
  async #away(going) {
    const went = await going;
    if (went) this.#selection.clear();
    return went;
  }

  #hold(busy) {
    this.#busy = busy;
    this.show();
  }

  #tools() {
    const set = (text, name, change, said) =>
      button(text, { kind: "quiet", icon: name, title: text, onclick: () => this.make(change, said), "data-where": "library" });
    const dots = iconButton("more", "More for the selected assets", { class: "st-btn-quiet" });
    const back = () => this.#while(() => this.#away(changes.restore(this.#selection.which)));
    return [
      this.#opener(button("Tag", { kind: "quiet", icon: "plus", title: "Tag" }), this.#panel(tagPanel)),
      this.#opener(button("Rate", { kind: "quiet", icon: "star", title: "Rate" }), this.#panel(ratePanel)),
      set("Approve", "check", { status: "approved" }, "approved"),
      set("Reject", "close", { status: "rejected" }, "rejected"),
      this.#opener(button("Collect", { kind: "quiet", icon: "folder", title: "Collect" }), this.#panel(collectionPanel)),
      button("Trash", { kind: "quiet", icon: "trash", title: "Trash", onclick: () => this.trash(), "data-where": "library" }),
      this.#opener(dots, (panel, close) => this.#menu(panel, close)),
      button("Restore", { kind: "quiet", icon: "undo", onclick: back, "data-where": "trash" }),
      button("Clear", { kind: "quiet", onclick: () => this.#selection.clear() }),
    ];
  }

  /** A button with a panel below it. */
  #opener(element, fill) {
    element.dataset.where = "library";
    popover(element, { label: `${element.title}: the selected assets`, fill, class: "lib-pop" });
    return element;
  }

  #panel(draw) {
    return (panel, close) => {
      draw(panel, (change, said) => {
        close();
        return this.make(change, said);
      });
      setTimeout(() => panel.querySelector("input, [role=slider]")?.focus(), 0);
    };
  }

  #menu(panel, close) {
    const now = (text, change, said) => [text, () => (close(), this.make(change, said))];
    const items = [
      now("Favourite", { favourite: true }, "favourite now"),
      now("No favourite", { favourite: false }, "no favourite any more"),
      now("Back to take", { status: "take" }, "takes again"),
      ["Category and CatID …", () => this.#panel(categoryPanel)(panel, close)],
      ["Move to project …", () => this.#panel(projectPanel)(panel, close)],
    ];
    const list = h(
      "div",
      { class: "st-menu" },
      items.map(([text, onclick]) => h("button", { type: "button", class: "st-menu-item", onclick }, text)),
    );
    put(panel, list);
    roving(list, () => [...list.children], { vertical: true });
  }
}
