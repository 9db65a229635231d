// The groups of the left column: what each has to offer, and the term of the search that a click puts in.

import { h, icon, typeName } from "../core/dom.js";
import { page } from "../core/page.js";
import { statusMark } from "../parts/words.js";
import { has, hasField, parts, term, withoutField } from "./query.js";

const TYPES = ["ambience", "sfx", "music", "ui", "voice"];
const STATUSES = ["take", "approved", "rejected", "delivered"];
const ENGINES = { sketch: "Sketch", musicgen: "MusicGen", audiogen: "AudioGen", magnet: "MAGNeT", mixer: "Scene mix", loop: "Loop", import: "Imported" };

/** Fields that a search names once: while one of their values is asked for, the counts of the others are of a search without it. */
export const ONCE = ["type", "status", "rating", "category", "collection", "engine", "model", "by"];

/**
 * [{name, rows: [{wanted, content, count, on, click, several}]}]: `click` gives what else than toggling the term is done.
 *
 * results: with facets. others: counts by field, for those of ONCE that are asked for.
 */
export function facetGroups(results, others) {
  const { facets, query } = results;
  const counts = (field) => (others[field] && hasField(query, field) ? { ...others[field], ...facets[field] } : facets[field]) || {};
  const row = (wanted, content, count, more = {}) => ({ wanted, content, count, on: has(query, wanted), ...more });
  const values = (field, say = (value) => value) => named(query, field, counts(field)).map(([value, n]) => row(term(field, value), say(value), n));
  const groups = [
    { name: "Project", rows: places(results, row) },
    { name: "Type", rows: listed(TYPES, "type", counts("type"), query).map(([type, n]) => row(term("type", type), typeWord(type), n)) },
    { name: "Status", rows: listed(STATUSES, "status", counts("status"), query).map(([one, n]) => row(term("status", one), statusMark(one), n)) },
    { name: "Rating", rows: ratings(counts("rating"), row) },
    { name: "Tags", rows: named(query, "tag", facets.tags).map(([tag, n]) => row(term("tag", tag), tag, n, { several: true })) },
    { name: "Category", rows: values("category") },
    { name: "Collection", rows: values("collection") },
    { name: "Engine", rows: values("engine", (engine) => ENGINES[engine] || engine) },
    { name: "Model", rows: values("model", (id) => ENGINES[id] || id.split("/").pop()) },
    { name: "Made by", rows: values("by") },
  ];
  return groups.map((group) => ({ ...group, rows: worthwhile(group) }));
}

/** Nothing where all values are alike, or none occurs. */
function worthwhile({ name, rows }) {
  if (rows.some((one) => one.on)) return rows;
  if (name === "Engine" || name === "Made by") return rows.length > 1 ? rows : [];
  return name === "Rating" && !rows.some((one) => one.count) ? [] : rows;
}

function places({ everywhere, query, facets, projects }, row) {
  const here = projects.find((one) => one.name === page.project)?.assets;
  const all = projects.length ? projects.reduce((sum, one) => sum + one.assets, 0) : undefined;
  const asked = hasField(query, "project");
  const go = (whole) => () => ({ query: withoutField(query, "project"), everywhere: whole });
  const rows = [
    row("here", page.project, here, { on: !everywhere && !asked, click: go(false) }),
    row("everywhere", "all projects", all, { on: everywhere && !asked, click: go(true) }),
  ];
  if (!everywhere && !asked) return rows;
  const others = Object.entries(facets.project).filter(([name]) => name !== page.project || asked);
  return [...rows, ...others.map(([name, n]) => row(term("project", name), name, n))];
}

function ratings(counts, row) {
  const from = (low) => [1, 2, 3, 4, 5].filter((n) => n >= low).reduce((sum, n) => sum + (counts[n] || 0), 0);
  const said = (n, text) => [stars(n), text && h("span", { class: "st-3" }, text), h("span", { class: "st-sr" }, `${n} stars`)];
  return [
    row("rating:5", said(5), counts[5] || 0),
    row("rating:>=4", said(4, "and up"), from(4)),
    row("rating:>=3", said(3, "and up"), from(3)),
    row("-rating:>=1", "not rated", counts.none || 0),
  ];
}

/** The values of a list that were found or are asked for, with their counts, in the order of the list. */
function listed(all, field, counts, query) {
  return all.filter((value) => counts[value] || has(query, term(field, value))).map((value) => [value, counts[value] || 0]);
}

/** The values that were found, most frequent first, and those asked for that were not. */
function named(query, field, counts = {}) {
  const found = Object.entries(counts);
  const there = new Set(found.map(([value]) => value.toLowerCase()));
  const asked = parts(query).filter(({ term: one }) => one?.field === field && !one.minus && !there.has(one.value.toLowerCase()));
  return [...found, ...asked.map(({ term: one }) => [one.value, 0])];
}

function typeWord(type) {
  return [h("i", { class: "st-swatch", "data-type": type }), typeName(type)];
}

function stars(n) {
  return h(
    "span",
    { class: "st-stars", "aria-hidden": "true" },
    [1, 2, 3, 4, 5].map((i) => icon("star", { filled: i <= n })),
  );
}
