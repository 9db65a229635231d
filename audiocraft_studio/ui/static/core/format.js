// Numbers as the screen shows them: a true minus sign, a space before the unit, no digits that say nothing.

const MINUS = "−";

/** −23.1 from -23.14, with `digits` decimals. */
export function fmtNumber(value, digits = 1) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A position: 0:03.24, or 1:02:03 from an hour on. */
export function fmtTime(seconds) {
  const s = Math.max(0, seconds || 0);
  const minutes = Math.floor(s / 60);
  if (minutes >= 60) {
    const rest = String(Math.floor(s % 60)).padStart(2, "0");
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
  }
  return `${minutes}:${(Math.floor((s % 60) * 100) / 100).toFixed(2).padStart(5, "0")}`;
}

/** A length: 0.4 s, 8.0 s, 1:30 min. */
export function fmtDuration(seconds) {
  const s = Math.max(0, seconds || 0);
  if (s < 60) return `${s < 0.1 ? s.toFixed(2) : s.toFixed(1)} s`;
  const whole = Math.round(s);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/** About how long something will take: 6 s, 2 min. */
export function fmtEta(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** −4.4 dB; −∞ dB for silence. */
export function fmtDb(db, digits = 1) {
  if (db === null || db === undefined || db < -180) return `${MINUS}∞ dB`;
  return `${fmtNumber(db, digits)} dB`;
}

/** −23.1 LUFS; "too quiet to measure" where there is no loudness. */
export function fmtLufs(lufs) {
  return lufs === null || lufs === undefined || !Number.isFinite(lufs) ? "too short or quiet" : `${fmtNumber(lufs)} LUFS`;
}

/** 125 Hz, 7.8 kHz, 32 kHz. */
export function fmtHz(hz) {
  if (hz < 1000) return `${Math.round(hz)} Hz`;
  const khz = hz / 1000;
  return `${khz.toFixed(1).replace(/\.0$/, "")} kHz`;
}

/** 0 B, 640 KB, 3.7 GB; a K is 1000, as disks count. */
export function fmtBytes(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes || 0;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** just now, 14 s ago, 5 min ago, 3 h ago, or the date. */
export function fmtAgo(iso, now = Date.now()) {
  const s = (now - Date.parse(iso)) / 1000;
  if (!(s >= 0) || s < 5) return "just now";
  if (s < 60) return `${Math.round(s)} s ago`;
  if (s < 3600) return `${Math.round(s / 60)} min ago`;
  if (s < 86400) return `${Math.round(s / 3600)} h ago`;
  return new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

/** 1 take, 4 takes. */
export function fmtCount(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}
