// What the browser remembers. In a frame that may not store anything, it is remembered until the page is closed.

const memory = new Map();

export const store = {
  /** The text kept under `key`, or null. */
  get(key) {
    try {
      return localStorage.getItem(key) ?? memory.get(key) ?? null;
    } catch {
      return memory.get(key) ?? null;
    }
  },

  set(key, text) {
    memory.set(key, text);
    try {
      localStorage.setItem(key, text);
    } catch {
      // Storage is full or forbidden; the memory above serves.
    }
  },

  /** The JSON value kept under `key`; `otherwise` where there is none or it cannot be read. */
  json(key, otherwise = null) {
    try {
      return JSON.parse(this.get(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },

  keep(key, value) {
    this.set(key, JSON.stringify(value));
  },
};
