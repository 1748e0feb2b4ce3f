import { createHash } from 'node:crypto';

/** The SHA-256, in hex, of a JSON value whose keys come in a fixed order. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Hashes states for a plan, so that two processes which would do the same say the same. */
export type Fingerprint = (value: unknown) => string;

/** What stands for a secret where it may be seen. The secret has to be too long to be guessed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * Makes the hash of a plan's states. Secrets that are made but not stored yet differ from process to process, and count by
 * their names wherever one of them, or its {@link secretHash}, is a whole value.
 *
 * @param made - Secrets by name that no apply has stored yet.
 */
export function fingerprintWithout(made: Readonly<Record<string, string>>): Fingerprint {
  const names = new Map<unknown, string>();
  for (const [name, value] of Object.entries(made)) {
    names.set(value, `(made: ${name})`);
    names.set(Buffer.from(value).toString('base64'), `(made: ${name})`);
    names.set(secretHash(value), `(made: ${name})`);
  }
  return (value) => digest(named(value, names));
}

function named(value: unknown, names: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, names));
  if (typeof value !== 'object' || value === null) return names.get(value) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner, names)]));
}

export function canonicalJson(value: unknown): string {
  const sorted = (_key: string, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return JSON.stringify(value ?? null, sorted);
}
