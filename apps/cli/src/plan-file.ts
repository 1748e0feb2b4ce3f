import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isPlanDigest, readPlanFile } from '@naas/commands';
import { NaasError } from '@naas/sdk';
import type { Io } from './io.ts';

/**
 * Puts the plan itself in place of the file that was named for it. What looks like a digest is one; a file of such a name
 * is called `./NAME`.
 *
 * @throws NaasError `USAGE` when there is no such file, or no plan in it.
 */
export async function withPlan(
  values: Readonly<Record<string, unknown>>,
  { directory }: Pick<Io, 'directory'>,
): Promise<Readonly<Record<string, unknown>>> {
  const { plan } = values;
  if (typeof plan !== 'string' || isPlanDigest(plan)) return values;
  const path = resolve(directory, plan);
  return { ...values, plan: readPlanFile(await readText(path), path) };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new NaasError('USAGE', `There is no plan to read at ${path}, and it is no digest: ${reasonOf(cause)}`, {
      hint: 'A digest is given as a whole, as naas plan shows it.',
      cause,
    });
  }
}

/** Writes a plan to a file that only its owner can read. @throws NaasError `USAGE` when it cannot be written. */
export async function writePlan(path: string, content: string): Promise<void> {
  try {
    await using file = await open(path, 'w', OWNER_ONLY);
    // A file that was there keeps its mode otherwise.
    await file.chmod(OWNER_ONLY);
    await file.writeFile(content);
  } catch (cause) {
    throw new NaasError('USAGE', `The plan cannot be written to ${path}: ${reasonOf(cause)}`, { cause });
  }
}

const OWNER_ONLY = 0o600;

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
