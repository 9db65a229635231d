// Pictures that move: one step each frame of the screen, for as long as something moves.

/** A function that begins to call `step()` once a frame, until it gives false; while it does, calling it again changes nothing. */
export function frames(step) {
  let running = false;
  const next = () => {
    running = step();
    if (running) requestAnimationFrame(next);
  };
  return () => {
    if (running) return;
    running = true;
    requestAnimationFrame(next);
  };
}
