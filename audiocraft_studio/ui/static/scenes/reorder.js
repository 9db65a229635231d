// A layer taken by its name goes up and down among the others. All of one drag is one step of undo.

/** Makes `handle` the grip of layer `id`. */
export function reorder(handle, store, id) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const gesture = {};
    const move = (to) => {
      const over = document.elementFromPoint(handle.getBoundingClientRect().left, to.clientY)?.closest(".sc-layer")?.dataset.layer;
      const order = store.scene.layers.map((layer) => layer.id);
      if (over && over !== id && order.includes(over)) store.moveLayer(id, order.indexOf(over) - order.indexOf(id), gesture);
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
    };
    // the row moves while it is dragged, which would end a pointer capture
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });
}
