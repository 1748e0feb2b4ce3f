const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Says how long something took: `0.4 s`, `12 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10 * SECOND) return `${(Math.max(0, milliseconds) / SECOND).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Says how long ago something was, in its largest unit: `5 s`, `12 min`, `3 h`, `2 d`; empty when it is unknown. */
export function age(since: string | undefined, now: number): string {
  const start = since === undefined ? Number.NaN : Date.parse(since);
  if (Number.isNaN(start)) return '';
  const elapsed = Math.max(0, now - start);
  if (elapsed < MINUTE) return `${Math.floor(elapsed / SECOND)} s`;
  if (elapsed < HOUR) return `${Math.floor(elapsed / MINUTE)} min`;
  if (elapsed < 2 * DAY) return `${Math.floor(elapsed / HOUR)} h`;
  return `${Math.floor(elapsed / DAY)} d`;
}
