import { NaasError } from '@naas/sdk';
import type { z } from 'zod';
import { capitalised } from './call.ts';
import type { Endpoint } from './endpoint.ts';

/** Checks what a service sent against what it should be; a stranger behind the address is told apart here. */
export function parse<T>(endpoint: Endpoint, schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new NaasError(
    endpoint.codes.refused,
    capitalised(`${endpoint.name} answered something unexpected${where}: ${issue?.message ?? 'no known shape'}.`),
    { hint: 'Check that the address is the right one and the version is supported.', cause: result.error },
  );
}
