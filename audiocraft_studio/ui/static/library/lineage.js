// Where a sound comes from and what came of it: a small graph, the oldest generation on top.

import { button, fmtCount, h, icon, put } from "../core/dom.js";
import { nameParts } from "../parts/words.js";
import { Asking } from "./asking.js";
import { layOut, NODE_H } from "./lineagelayout.js";
import { Section } from "./section.js";

const SVG = "http://www.w3.org/2000/svg";
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export class Lineage {
  #asset = null;
  #graph = null;
  #drawnWidth = 0;
  #asking = new Asking();
  #onOpen;

  /** onOpen({id}) is asked to show another sound. */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    this.picture = h("div", { class: "lib-lineage", role: "group", "aria-label": "Lineage, arrows move", onkeydown: (event) => this.#moved(event) });
    this.more = h("p", { class: "st-hint", hidden: true });
    this.section = new Section("lineage", "Lineage", this.picture, this.more);
    this.element = this.section.element;
    this.section.hide(true);
    new ResizeObserver(() => this.#resized()).observe(this.picture);
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    if (!other) return;
    if (!this.#graph?.nodes.some((node) => node.id === asset.id)) this.section.hide(true);
    this.again();
  }

  /** Asks again: something was made from it. */
  again() {
    this.#asking.ask(
      `/assets/${this.#asset.id}/lineage`,
      (graph) => {
        this.#graph = graph;
        this.section.hide(graph.nodes.length < 2);
        this.section.say(graph.nodes.length < 2 ? "" : fmtCount(graph.nodes.length + graph.more, "sound"));
        this.more.hidden = !graph.more;
        this.more.textContent = `+${graph.more.toLocaleString("en-US")} more`;
        this.#draw();
      },
      () => this.section.hide(true),
    );
  }

  #resized() {
    const width = this.picture.clientWidth;
    if (this.#graph && width && width !== this.#drawnWidth) this.#draw();
  }

  #draw() {
    const width = this.picture.clientWidth;
    this.#drawnWidth = width;
    if (!width || this.#graph.nodes.length < 2) {
      put(this.picture);
      return;
    }
    const { nodes, edges, labels, height } = layOut(this.#graph, width);
    const lines = svg("svg", { width, height, "aria-hidden": "true" });
    lines.append(...edges.map(line), ...labels.map(label));
    this.picture.style.height = `${height}px`;
    const held = this.picture.contains(document.activeElement);
    put(
      this.picture,
      lines,
      nodes.map((node) => this.#node(node)),
    );
    if (held) this.picture.querySelector("[aria-current]")?.focus();
  }

  #node(node) {
    const mine = node.id === this.#asset.id;
    const state = node.missing ? "not in this library any more" : node.trashed ? "in the trash" : "";
    const name = node.name || "a sound";
    const element = button("", {
      class: "lib-node",
      kind: "quiet",
      tabindex: mine ? 0 : -1,
      title: [name, node.engine_name, node.how, state].filter(Boolean).join(", "),
      "aria-label": [mine ? `${name}, shown` : name, node.how, state].filter(Boolean).join(", "),
      "aria-current": mine && "true",
      "aria-disabled": node.missing ? "true" : null,
      dataset: { id: node.id, type: node.type || "", state: node.missing ? "missing" : node.trashed ? "trashed" : "" },
      style: { left: `${node.x}px`, top: `${node.y}px`, width: `${node.width}px`, height: `${NODE_H}px` },
      onclick: () => node.missing || node.id === this.#asset.id || this.#onOpen({ id: node.id }),
      onfocus: () => this.#light(node.id),
      onblur: () => this.#light(null),
      onpointerenter: () => this.#light(node.id),
      onpointerleave: () => this.#light(null),
    });
    const shown = node.missing ? h("span", { class: "st-ellipsis" }, "missing") : nameParts(name);
    put(element, shown, state && icon(node.missing ? "bad" : "trash", { size: 12 }));
    return element;
  }

  /** The lines of a node stand out while it is looked at. */
  #light(id) {
    for (const one of this.picture.querySelectorAll("path"))
      one.classList.toggle("lib-edge-on", id !== null && (one.dataset.parent === id || one.dataset.child === id));
  }

  /** To the nearest node in the direction of an arrow. */
  #moved(event) {
    const way = WAYS[event.key];
    const from = event.target.closest(".lib-node");
    if (!way || !from || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = nearest(from, [...this.picture.querySelectorAll(".lib-node")], way);
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

function nearest(from, all, [right, down]) {
  const ahead = (one) => (one.offsetLeft - from.offsetLeft) * right + (one.offsetTop - from.offsetTop) * down;
  const aside = (one) => Math.abs(one.offsetLeft - from.offsetLeft) * Math.abs(down) + Math.abs(one.offsetTop - from.offsetTop) * Math.abs(right);
  const found = all.filter((one) => one !== from && ahead(one) > 0 && (down || aside(one) === 0));
  return found.sort((a, b) => ahead(a) - ahead(b) || aside(a) - aside(b))[0] || null;
}

function line({ parent, child, points }) {
  const d = points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");
  const path = svg("path", { d });
  Object.assign(path.dataset, { parent, child });
  return path;
}

function label({ text, x, y, width }) {
  const fits = Math.floor(width / 5.5); // 11 px letters are about this wide
  const shown = svg("text", { x, y });
  shown.textContent = text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
  return shown;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
