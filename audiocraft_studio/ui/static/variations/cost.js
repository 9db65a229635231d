// What a grid will take: asked of the server a moment after the last change, before anything runs.

import { ApiError, send } from "../core/api.js";
import { fmtCount, fmtEta, h } from "../core/dom.js";

const WAIT_MS = 180;

/** {element, ask(request), cells}: `onPlan(plan)` hears each answer (docs/http-api.md, /studio/grids/plan). */
export function costLine(onPlan) {
  const element = h("p", { class: "st-small st-2", role: "status" });
  let timer = 0;
  let asked = null;
  const cost = {
    element,
    cells: null,
    ask(request) {
      clearTimeout(timer);
      timer = setTimeout(() => read(request), WAIT_MS);
    },
  };
  async function read(request) {
    asked?.abort();
    asked = new AbortController();
    try {
      const plan = await send("POST", "/grids/plan", request, { signal: asked.signal });
      cost.cells = plan.problems.length ? null : plan.cells;
      element.textContent = words(plan);
      onPlan(plan);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      cost.cells = null;
      element.textContent = "";
    }
  }
  return cost;
}

/** "20 cells in 5 passes, about 40 s". */
function words({ cells, passes, estimate_s: seconds, limit, problems }) {
  if (problems.length && !cells) return "";
  const most = cells > limit ? `, ${limit} at most` : "";
  const run = passes && passes < cells ? ` in ${fmtCount(passes, "pass", "passes")}` : "";
  const time = seconds === null || seconds === undefined ? "" : seconds < 1 ? ", at once" : `, about ${fmtEta(seconds)}`;
  return `${fmtCount(cells, "cell")}${run}${most}${time}`;
}
