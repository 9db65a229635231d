// When something was, as short as one says it.

/** 11:42 for today, or 11:42:07 where that tells things apart; with the day before that. */
export function clock(when, { seconds = false } = {}) {
  const date = new Date(when);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) });
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}
