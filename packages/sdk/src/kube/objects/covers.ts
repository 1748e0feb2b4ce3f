/** Tells whether everything that is wanted is there; what the server added is no difference. */
export function covers(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(live) && live.length === wanted.length && wanted.every((one, at) => covers(live[at], one));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof live !== 'object' || live === null) return false;
    const there = live as Record<string, unknown>;
    return Object.entries(wanted).every(([key, value]) => value === undefined || covers(there[key], value));
  }
  return live === wanted;
}
