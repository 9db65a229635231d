// The job badge, mine and all, and the panel where jobs are followed, cancelled and tried again.

import { get, send } from "../core/api.js";
import { button, fmtAgo, fmtEta, h, icon, put } from "../core/dom.js";
import { ended, live } from "../core/live.js";
import { page } from "../core/page.js";
import { popover } from "../core/dialog.js";
import { toast } from "../core/toast.js";

const SHOWN_ENDED = 12;
let onlyMine = true;
let earlier = []; // jobs that ended before this page was opened

export function jobsButton() {
  const opener = h("button", { type: "button", class: "st-status" });
  const panel = popover(opener, { label: "Jobs", fill: fillPanel, align: "end", class: "st-panel-jobs" });
  const show = () => {
    const open = live.jobs().filter((job) => !ended(job));
    const mine = open.filter(isMine);
    const words = open.length ? [h("b", null, mine.length), " mine, ", h("b", null, open.length), " all"] : ["no jobs"];
    put(opener, icon("queue"), h("span", null, h("span", { class: "st-sr" }, "Jobs: "), words));
  };
  live.onJob(show);
  page.whoAmI().then(show, () => {});
  show();
  void panel;
  return opener;
}

function isMine(job) {
  return !page.me || job.owner === page.me.name;
}

function fillPanel(panel) {
  const body = h("div", { class: "st-jobs" });
  const choice = h("div", { class: "st-segments", role: "radiogroup", "aria-label": "Whose jobs" });
  const draw = () => {
    put(
      choice,
      [["Mine", true], ["All", false]].map(([text, mine]) =>
        h(
          "button",
          {
            type: "button",
            role: "radio",
            class: "st-btn",
            "aria-checked": String(onlyMine === mine),
            onclick: () => {
              onlyMine = mine;
              draw();
              choice.querySelector("[aria-checked=true]").focus();
            },
          },
          text,
        ),
      ),
    );
    drawRows(body);
  };
  panel.append(h("div", { class: "st-panel-head" }, h("h2", null, "Jobs"), choice), body);
  draw();
  get("/jobs").then((all) => {
    earlier = all.filter(ended);
    drawRows(body);
  }, (error) => body.append(h("p", { class: "st-hint st-pad" }, `Earlier jobs cannot be listed. ${error.message}`)));
  return live.onJob((job) => {
    if (!updateRow(body, job)) drawRows(body);
  });
}

function drawRows(body) {
  const heard = live.jobs();
  const before = earlier.filter((job) => !live.job(job.id));
  const all = [...heard, ...before].filter((job) => !onlyMine || isMine(job));
  const open = all.filter((job) => !ended(job));
  const over = all.filter(ended).slice(0, SHOWN_ENDED);
  if (!all.length) return put(body, h("p", { class: "st-hint st-pad" }, "Nothing runs and nothing waits."));
  const held = body.contains(document.activeElement) ? document.activeElement.closest("[data-job]")?.dataset.job : null;
  put(body, [...open, ...over].map(row));
  return held && body.querySelector(`[data-job="${CSS.escape(held)}"] button`)?.focus();
}

function row(job) {
  return h(
    "div",
    { class: "st-job", dataset: { job: job.id, state: job.state } },
    h(
      "div",
      { class: "st-row" },
      h("span", { class: "st-ellipsis" }, job.title),
      h("span", { class: "st-space" }),
      actions(job),
    ),
    !ended(job) && h("div", { class: "st-progress" }, h("i", { style: { width: `${100 * job.progress}%` } })),
    h("div", { class: "st-hint st-job-line" }, line(job)),
    reason(job) && h("div", { class: "st-job-reason" }, icon("warn"), reason(job)),
  );
}

/** Changes what moves in a row that stands already; false where it has to be drawn anew. */
function updateRow(body, job) {
  const place = body.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
  if (!place || place.dataset.state !== job.state) return false;
  const fill = place.querySelector(".st-progress i");
  if (fill) fill.style.width = `${100 * job.progress}%`;
  place.querySelector(".st-job-line").textContent = line(job);
  return true;
}

function line(job) {
  const made = job.total > 1 ? `${job.assets.length} of ${job.total}` : "";
  const parts = {
    queued: [job.position > 1 ? `waits, ${job.position} in line` : "waits, next"],
    running: [made, `${Math.round(100 * job.progress)} %`, job.eta_s ? `${fmtEta(job.eta_s)} left` : "", job.message],
    done: ["done", made, fmtAgo(job.created_at)],
    failed: ["failed", made, fmtAgo(job.created_at)],
    cancelled: ["cancelled", made, fmtAgo(job.created_at)],
  }[job.state];
  return [...parts, job.kind === "load" ? "" : job.project, isMine(job) ? "" : job.owner].filter(Boolean).join(" · ");
}

/** Why a job or some of its items failed. */
export function reason(job) {
  if (job.error) return job.error;
  if (job.failures?.length) return job.failures[0].reason;
  return job.state === "failed" ? job.message : "";
}

function actions(job) {
  const call = (verb) => () =>
    send("POST", `/jobs/${job.id}/${verb}`).then(
      (answer) => answer?.id && live.note(answer),
      (error) => toast(error.message, { kind: "bad" }),
    );
  if (!ended(job)) return isMine(job) && button("Cancel", { kind: "quiet", onclick: call("cancel") });
  if (job.state === "failed" || job.failures?.length) return button("Retry", { kind: "quiet", onclick: call("retry") });
  return null;
}
