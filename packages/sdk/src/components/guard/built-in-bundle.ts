import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NaasError } from '../../errors.ts';

/**
 * Where the guard's program is: in the packed package at its top; in the repository where it is built, seen from this
 * folder, and from a program bundled into one file.
 */
const PLACES = [
  '../../../gateway-guard.mjs',
  '../../../../../apps/gateway-guard/dist/gateway-guard.mjs',
  '../../gateway-guard/dist/gateway-guard.mjs',
];

/** Reads the guard's program, which comes with this package. */
export async function builtInGuardBundle(): Promise<string> {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((file) => existsSync(file));
  if (found) return readFile(found, 'utf8');
  throw new NaasError('COMPONENT_NOT_READY', 'The program of the guard, gateway-guard.mjs, is not there.', {
    hint: 'In the repository it is built by: npm run build. Otherwise install @naas/sdk again.',
  });
}
