// Everything that is done to many assets at once: one call, one message, one step of undo.

import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt, quietly } from "../core/attempt.js";
import { fmtCount } from "../core/dom.js";
import { live } from "../core/live.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { sureToTrash } from "./trash.js";
import { Undos } from "./undo.js";

class Changes {
  #undos = new Undos((answer) => this.#finished(answer));

  /**
   * Changes assets: `which` is {ids} or {query, project}, `change` as POST /studio/bulk takes it, `said` what they are
   * then ("tagged rain"). Resolves to whether it was done.
   */
  async make(which, change, said) {
    const answer = await attempt(async () => this.#finished(await send("POST", "/bulk", { ...which, change })));
    if (!answer) return false;
    const text = `${fmtCount(answer.changed, "asset")} ${said}`;
    if (answer.cancelled) this.#undos.offer(`Cancelled. ${text} before that.`, answer.undo);
    else if (answer.changed) this.#undos.offer(text, answer.undo);
    else toast("Nothing had to be changed", { kind: "info" });
    return true;
  }

  /** Moves assets to the trash; asks first where something else rests on them. Resolves to whether they went. */
  async trash(which) {
    if (!(await attempt(() => sureToTrash(which)))) return false;
    const went = await this.make(which, { trashed: true }, "moved to trash");
    if (went) await attempt(stopTrashed, quietly);
    return went;
  }

  restore(which) {
    return this.make(which, { trashed: false }, "restored");
  }

  undo() {
    return attempt(() => this.#undos.undo());
  }

  redo() {
    return attempt(() => this.#undos.redo());
  }

  /** {changed, undo, skipped, cancelled} once it is carried out: at once, or by a job that is waited for. */
  async #finished(answer) {
    if (!answer.state) {
      assets.changed(answer.ids);
      return answer;
    }
    const job = await live.end(answer);
    if (job.state === "failed") toast(job.error || "The change could not be finished.", { kind: "bad" });
    const { changed = 0 } = job.result;
    if (!changed && job.state === "cancelled") toast("Cancelled. Nothing was changed.", { kind: "info" });
    if (!changed && job.state !== "done") return null;
    return { ...job.result, changed, cancelled: job.state === "cancelled" };
  }
}

/** What went to the trash does not go on sounding. */
async function stopTrashed() {
  if (player.source || !player.asset) return;
  if ((await assets.refresh(player.asset.id)).trashed_at) player.stop();
}

export const changes = new Changes();
