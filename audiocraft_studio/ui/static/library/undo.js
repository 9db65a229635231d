// What Ctrl Z takes back: the changes of many assets that were made on this page, the latest first.

import { send } from "../core/api.js";
import { fmtCount } from "../core/dom.js";
import { toast } from "../core/toast.js";

const KEPT = 50;

export class Undos {
  #done = []; // {id, close}: what undoes it, and the toast that offers it
  #undone = [];
  #finish;

  /** finish(answer) resolves to {changed, undo, skipped} once an answer of the server is carried out. */
  constructor(finish) {
    this.#finish = finish;
  }

  /** Says what was done, and offers to take it back. */
  offer(text, id) {
    this.#undone = [];
    this.#put(text, id);
  }

  async undo() {
    if (!this.#done.length) return toast("Nothing to undo", { kind: "info" });
    return this.#undo(this.#done.at(-1));
  }

  async redo() {
    const one = this.#undone.pop();
    if (!one) return toast("Nothing to redo", { kind: "info" });
    const answer = await this.#take(one, () => this.#undone.push(one));
    return answer && this.#put(`Done again: ${told(answer)}`, answer.undo);
  }

  #put(text, id) {
    if (!id) return toast(text);
    const one = { id };
    one.close = toast(text, { undo: () => this.#undo(one) });
    this.#done.push(one);
    if (this.#done.length > KEPT) this.#done.shift();
    return undefined;
  }

  async #undo(one) {
    this.#done = this.#done.filter((each) => each !== one);
    one.close();
    const answer = await this.#take(one, () => this.#done.push(one));
    if (!answer) return;
    if (answer.undo) this.#undone.push({ id: answer.undo });
    toast(`Taken back: ${told(answer)}`);
  }

  /** A step that did not reach the server is put `back`, for another try. */
  async #take(one, back) {
    try {
      return this.#finish(await send("POST", `/bulk/${one.id}/undo`));
    } catch (error) {
      if (error.kind === "Connection") back();
      throw error;
    }
  }
}

function told({ changed, skipped = [] }) {
  const left = Array.isArray(skipped) ? skipped.length : skipped;
  return left ? `${fmtCount(changed, "asset")}; ${left.toLocaleString("en-US")} changed since and left alone` : fmtCount(changed, "asset");
}
