// The panels of the bar above the list: each asks what the selected assets should have, and hands on the change:
// make(change, said) closes the panel and changes what is selected.

import { get } from "../core/api.js";
import { button, fmtCount, h, put, stars } from "../core/dom.js";
import { page } from "../core/page.js";
import { projects } from "../core/projects.js";
import { CatIds } from "./catids.js";

export function tagPanel(panel, make) {
  const input = text("Tags, with commas between", "rain, roof");
  const apply = (add) => () => {
    const tags = namesIn(input.field.value).map((tag) => tag.toLowerCase());
    if (!tags.length) return input.field.focus();
    return add ? make({ add_tags: tags }, `tagged ${tags.join(", ")}`) : make({ remove_tags: tags }, `without ${tags.join(", ")}`);
  };
  form(panel, apply(true), [input.element, row(button("Add", { type: "submit" }), button("Take away", { kind: "quiet", onclick: apply(false) }))]);
}

export function ratePanel(panel, make) {
  const rate = (n) => make({ rating: n || null }, n ? `rated ${n} of 5` : "not rated any more");
  put(panel, h("div", { class: "lib-pop-body st-row" }, stars(null, rate), button("Clear rating", { kind: "quiet", onclick: () => rate(0) })));
}

export function collectionPanel(panel, make) {
  const input = text("New collection, or one that is there", "Trailer, night");
  const add = () => {
    const name = input.field.value.trim();
    return name ? make({ add_collections: [name] }, `in ${name}`) : input.field.focus();
  };
  const list = h("div", { class: "st-menu lib-pop-list" });
  form(panel, add, [input.element, row(button("Add", { type: "submit" }))]);
  panel.append(list);
  const one = ({ name, assets }) => {
    const out = () => make({ remove_collections: [name] }, `not in ${name} any more`);
    return h(
      "div",
      { class: "st-row" },
      item([name, h("span", { class: "st-hint" }, fmtCount(assets, "sound"))], () => make({ add_collections: [name] }, `in ${name}`)),
      button("Take out", { kind: "quiet", class: "st-btn-small", "aria-label": `Take out of ${name}`, onclick: out }),
    );
  };
  fillLater(list, () => get(`/collections?project=${encodeURIComponent(page.project)}`), one, "No collections yet.");
}

export function projectPanel(panel, make) {
  const move = (name) => make({ project: name }, `moved to ${name}`);
  const input = text("New project", "Name of a new project");
  form(panel, () => (input.field.value.trim() ? move(input.field.value.trim()) : input.field.focus()), [
    input.element,
    row(button("Move", { type: "submit" })),
  ]);
  const list = h("div", { class: "st-menu lib-pop-list" });
  panel.append(list);
  const others = async () => (await projects()).filter((one) => one.name !== page.project);
  fillLater(list, others, ({ name, assets }) => item([name, h("span", { class: "st-hint" }, fmtCount(assets ?? 0, "sound"))], () => move(name)), "");
}

export function categoryPanel(panel, make) {
  const known = new CatIds("lib-pop-catids");
  known.learn();
  const ucs = text("CatID", "RAINVege", { list: known.element.id });
  const category = text("Category", "Rain");
  const subcategory = text("Subcategory", "vegetation");
  ucs.field.addEventListener("input", () => {
    const found = known.find(ucs.field.value);
    if (!found) return;
    category.field.value = found.category;
    subcategory.field.value = found.subcategory;
  });
  const apply = () => {
    const filled = Object.entries({ ucs, category, subcategory }).filter(([, one]) => one.field.value.trim());
    const change = Object.fromEntries(filled.map(([name, one]) => [name, one.field.value.trim()]));
    if (!filled.length) return ucs.field.focus();
    return make(change, `in ${change.category || change.ucs || change.subcategory}`);
  };
  const hint = h("p", { class: "st-hint" }, "What is left empty stays as it is.");
  form(panel, apply, [ucs.element, category.element, subcategory.element, known.element, hint, row(button("Set", { type: "submit" }))]);
}

/** Names with commas between them. */
function namesIn(line) {
  return line
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

function text(label, placeholder, more = {}) {
  const id = `lib-pop-${label.split(",")[0].toLowerCase().replaceAll(" ", "-")}`;
  const field = h("input", { class: "st-input", id, placeholder, maxlength: 400, autocomplete: "off", ...more });
  return { field, element: h("div", null, h("label", { class: "st-label", for: id }, label), field) };
}

function form(panel, apply, content) {
  const submit = (event) => {
    event.preventDefault();
    apply();
  };
  put(panel, h("form", { class: "lib-pop-body", onsubmit: submit }, content));
}

function row(...children) {
  return h("div", { class: "st-row" }, children);
}

function item(content, onclick) {
  return h("button", { type: "button", class: "st-menu-item", onclick }, content);
}

/** Draws what `ask()` gives into the list as soon as it is there. */
function fillLater(list, ask, draw, none) {
  ask().then(
    (all) => put(list, all.length ? all.map(draw) : h("p", { class: "st-hint lib-pop-none" }, none)),
    (error) => put(list, h("p", { class: "st-hint lib-pop-none" }, error.message)),
  );
}
