import { type Plan, NaasError, planDigest } from '@naas/sdk';
import { z } from 'zod';

/** What makes a plan's file known as one. */
const HEADER = { apiVersion: 'naas.dev/v1', kind: 'Plan' } as const;

const actionSchema = z.object({
  id: z.string(),
  component: z.string(),
  driver: z.enum(['manifest', 'release', 'files', 'probe']),
  verb: z.enum(['create', 'update', 'adopt', 'replace', 'delete', 'noop', 'held', 'blocked']),
  subject: z.object({ kind: z.string(), name: z.string(), namespace: z.exactOptional(z.string()) }),
  changes: z.array(
    z.object({ path: z.string(), before: z.exactOptional(z.unknown()), after: z.exactOptional(z.unknown()) }),
  ),
  reason: z.exactOptional(z.string()),
  conflicts: z.exactOptional(z.array(z.object({ manager: z.string(), field: z.string() }))),
  state: z.string(),
});

/** A plan to deploy, as its file holds it and as `deploy --plan` compares with it. */
const planSchema = z.object({
  platform: z.string(),
  intent: z.literal('deploy'),
  options: z.strictObject({
    takeOver: z.exactOptional(z.boolean()),
    endKernels: z.exactOptional(z.boolean()),
  }),
  actions: z.array(actionSchema),
  warnings: z.array(z.string()),
  digest: z.string(),
}) satisfies z.ZodType<Plan>;

const fileSchema = planSchema.extend({ apiVersion: z.literal(HEADER.apiVersion), kind: z.literal(HEADER.kind) });

/** Writes a plan as the text of a file. Secrets are masked in it, as in the plan itself. */
export function planFile(plan: Plan): string {
  return `${JSON.stringify({ ...HEADER, ...plan }, undefined, 2)}\n`;
}

/**
 * Reads the text of a file that {@link planFile} wrote.
 *
 * @throws NaasError `USAGE` when it is another file, or was changed since.
 */
export function readPlanFile(content: string, path: string): Plan {
  const hint = 'Write it again: naas plan --out FILE';
  let plan: Plan;
  try {
    const { apiVersion: _version, kind: _kind, ...read } = fileSchema.parse(JSON.parse(content));
    plan = read;
  } catch (cause) {
    throw new NaasError('USAGE', `${path} is not a plan as plan --out writes it.`, { hint, cause });
  }
  if (planDigest(plan) === plan.digest) return plan;
  throw new NaasError('USAGE', `The plan in ${path} is not the one its digest was made for.`, { hint });
}

/** A digest as {@link planDigest} makes it: 16 digits for the whole and four for each component. */
const DIGEST = /^[0-9a-f]{16}(?:[0-9a-f]{4})*$/u;

/** Tells a digest from the name of a file. */
export function isPlanDigest(words: string): boolean {
  return DIGEST.test(words);
}

/** What `deploy --plan` takes: a digest, or a plan that was read from its file. */
export const agreedPlanSchema = z.union([
  z.string().refine(isPlanDigest, 'has to be the whole digest of a plan; plan shows it'),
  planSchema,
]);
