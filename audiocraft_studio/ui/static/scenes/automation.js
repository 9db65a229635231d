// Values that move: [[second of the scene, value], …], level before the first point and after the last. Between them
// lie straight lines, or for frequencies (`log`) equal ratios in equal times.

/** The value at a second of the scene. */
export function valueAt(points, at_s, log = false) {
  const next = points.findIndex(([s]) => s > at_s);
  if (next === 0) return points[0][1];
  if (next < 0) return points.at(-1)[1];
  const [[from_s, from], [to_s, to]] = [points[next - 1], points[next]];
  const share = (at_s - from_s) / (to_s - from_s);
  return log ? from * (to / from) ** share : from + share * (to - from);
}

/** The points with one more, or with the one at the same millisecond replaced; in rising order. */
export function withPoint(points, at_s, value) {
  const s = milliseconds(at_s);
  const others = points.filter(([one]) => one !== s);
  return [...others, [s, value]].sort((a, b) => a[0] - b[0]);
}

/** The points with number `at` moved to another value, between its neighbours and from second 0 to `end_s`. */
export function movedPoint(points, at, to_s, value, end_s) {
  const low = at > 0 ? points[at - 1][0] + 0.001 : 0;
  const high = at < points.length - 1 ? points[at + 1][0] - 0.001 : Math.max(end_s, points[at][0]);
  const moved = [milliseconds(Math.max(low, Math.min(high, to_s))), value];
  return points.map((one, i) => (i === at ? moved : one));
}

/**
 * Lets an AudioParam follow points of [frame of the scene, value] from frame `from`, which sounds at second `at` of the
 * context, until frame `total`.
 */
export function ride(param, points, { at, from, total, sampleRate, log = false }) {
  const ramp = (frame, value) => param[log ? "exponentialRampToValueAtTime" : "linearRampToValueAtTime"](value, at + (frame - from) / sampleRate);
  param.setValueAtTime(valueAt(points, from, log), at);
  for (const [frame, value] of points) if (frame > from && frame <= total) ramp(frame, value);
  if (points.at(-1)[0] > total && total > from) ramp(total, valueAt(points, total, log));
}

function milliseconds(seconds) {
  return Math.round(seconds * 1000) / 1000;
}
