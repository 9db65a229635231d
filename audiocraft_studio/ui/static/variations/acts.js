// What one does with a cell: hear it, judge it, make it again.

import { assets } from "../core/assets.js";
import { attempt } from "../core/attempt.js";
import { listen, listeningTo, secondsHeard } from "../core/listening.js";
import { player } from "../core/player.js";
import { regenerate } from "../parts/again.js";
import { hearInTurn } from "../parts/ab.js";
import { soundsOf } from "./store.js";

export class Acts {
  #grids;
  #level;

  constructor(grids, level) {
    this.#grids = grids;
    this.#level = level;
  }

  /** What the player is given with each sound of the grid. */
  get listening() {
    return { list: this.sounds(), level: this.#level.gainOf };
  }

  sounds() {
    return soundsOf(this.#grids.current);
  }

  /** Plays or pauses a cell, one that is still being made included. */
  play(cell) {
    if (!cell?.asset) return this.#listen(cell);
    if (player.isCurrent(cell.asset)) player.toggle();
    else player.play(cell.asset, this.listening);
  }

  /** What a sound that is being made is called while it is heard. */
  early(cell) {
    const { title, request } = this.#grids.current;
    return { name: `${title}, ${cell.label}`, type: request.type, list: () => this.sounds() };
  }

  /** The job that makes the cells. */
  get job() {
    return this.#grids.current?.job;
  }

  #listen(cell) {
    if (cell && (listeningTo(this.job, cell.index) || secondsHeard(this.job, cell.index))) listen(this.job, cell.index, this.early(cell));
  }

  /** What plays moves along to another cell, at the same position. */
  moveTo(cell) {
    if (!cell?.asset || !player.playing || player.isCurrent(cell.asset)) return;
    const { list, level } = this.listening;
    if (list.some((asset) => player.isCurrent(asset))) hearInTurn(cell.asset, list, { list, level });
  }

  /** Has a cell ready, so that it is heard at once where one moves to it. */
  prepare(cell) {
    if (cell?.asset) player.prepare(cell.asset);
  }

  rate(cell, n) {
    if (cell?.asset) assets.rate(cell.asset.id, n);
  }

  approve(cell) {
    this.#status(cell, "approved");
  }

  reject(cell) {
    this.#status(cell, "rejected");
  }

  #status(cell, status) {
    if (cell?.asset) assets.status(cell.asset.id, cell.asset.review.status === status ? "take" : status);
  }

  favourite(cell) {
    if (cell?.asset) assets.favourite(cell.asset.id, !cell.asset.review.favourite);
  }

  regenerate(cell) {
    if (cell?.asset) regenerate(cell.asset, this.path(cell, "regenerate"));
  }

  /** Runs cells again that have no sound: the one given, or all. */
  retry(cell = null) {
    return attempt(() => this.#grids.retry(cell ? [cell.index] : null));
  }

  /** The address of what is done with a cell. */
  path(cell, act) {
    return `/grids/${this.#grids.current.id}/cells/${cell.index}/${act}`;
  }
}
