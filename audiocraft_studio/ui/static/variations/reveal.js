// After a comparison: who is who, and what differs between them. Nothing that is the same in all.

import { fmtLufs, h } from "../core/dom.js";
import { parameterName, valueText } from "../parts/words.js";
import { changesOf } from "./words.js";

const SAME_LU = 0.1;

/** [name, [text of each cell]] of what differs between the cells: what was varied, then loudness as the files are. */
function differences(grid, cells) {
  const varied = changesOf(grid, cells[0]).map(([name], i) => [name, cells.map((cell) => changesOf(grid, cell)[i][1])]);
  const loud = cells.map((cell) => cell.asset.loudness_lufs);
  const measured = loud.filter((lufs) => Number.isFinite(lufs));
  const rows = varied.length ? varied : recipeRows(cells);
  const apart = measured.length < loud.length || Math.max(...measured) - Math.min(...measured) >= SAME_LU;
  if (apart) rows.push(["Loudness", loud.map(fmtLufs)]);
  return rows.filter(([, texts]) => new Set(texts).size > 1);
}

/** Where the grid doesn't say what was varied: every parameter of the recipes. */
function recipeRows(cells) {
  const recipes = cells.map(({ asset: { recipe } }) => ({ prompt: recipe.prompt, seed: recipe.seed, ...recipe.params }));
  const names = [...new Set(recipes.flatMap((recipe) => Object.keys(recipe)))];
  return names.map((name) => [parameterName(name), recipes.map((recipe) => valueText(recipe[name] ?? ""))]);
}

/** A table with a row for each cell, in the order of their places. */
export function revealTable(grid, places) {
  const differing = differences(grid, places);
  const head = ["Place", "Cell", ...differing.map(([name]) => name)];
  return h(
    "div",
    { class: "var-reveal-box st-scroll" },
    h(
      "table",
      { class: "var-differs var-reveal" },
      h("thead", null, h("tr", null, head.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        null,
        places.map((cell, i) => {
          const texts = differing.map(([, all]) => h("td", null, all[i]));
          return h("tr", null, h("td", null, String(i + 1)), h("th", { scope: "row" }, cell.label), texts);
        }),
      ),
    ),
    h("p", { class: "st-hint" }, differing.length ? "Everything else in their recipes is the same." : "Their recipes are the same."),
  );
}
