// Weights that move: [[second of the scene, weight], …] with straight lines between, level before and after.

/** The weight at a second of the scene. */
export function weightAt(points, at_s) {
  const next = points.findIndex(([s]) => s > at_s);
  if (next === 0) return points[0][1];
  if (next < 0) return points.at(-1)[1];
  const [[from_s, from], [to_s, to]] = [points[next - 1], points[next]];
  return from + ((at_s - from_s) / (to_s - from_s)) * (to - from);
}

/** The points with one more, or with the one at the same millisecond replaced; in rising order. */
export function withPoint(points, at_s, weight) {
  const s = Math.round(at_s * 1000) / 1000;
  const others = points.filter(([one]) => one !== s);
  return [...others, [s, Math.round(weight * 1000) / 1000]].sort((a, b) => a[0] - b[0]);
}

/** The points with number `at` moved, between its neighbours and from second 0 to `end_s`. */
export function movedPoint(points, at, to_s, weight, end_s) {
  const low = at > 0 ? points[at - 1][0] + 0.001 : 0;
  const high = at < points.length - 1 ? points[at + 1][0] - 0.001 : Math.max(end_s, points[at][0]);
  const s = Math.round(Math.max(low, Math.min(high, to_s)) * 1000) / 1000;
  const moved = [s, Math.round(Math.max(0, Math.min(1, weight)) * 1000) / 1000];
  return points.map((one, i) => (i === at ? moved : one));
}
