// The cells that were chosen, to compare them or to send them on together.

/** Events: "change". Holds the indices of cells of the open grid. */
export class Chosen extends EventTarget {
  #indices = new Set();

  has(index) {
    return this.#indices.has(index);
  }

  get size() {
    return this.#indices.size;
  }

  toggle(index) {
    if (!this.#indices.delete(index)) this.#indices.add(index);
    this.dispatchEvent(new Event("change"));
  }

  clear() {
    if (!this.#indices.size) return;
    this.#indices.clear();
    this.dispatchEvent(new Event("change"));
  }

  /** The chosen cells of a grid that have a sound. */
  of(grid) {
    return grid.cells.filter((cell) => cell.asset && this.#indices.has(cell.index));
  }
}
