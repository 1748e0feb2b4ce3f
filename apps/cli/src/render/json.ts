import type { Report } from '@naas/commands';
import { NaasError } from '@naas/sdk';

/** Writes a report for programs: one document, without colours and without what only people need. */
export function reportJson({ title, outcome, data }: Report, indent = 2): string {
  return `${JSON.stringify({ title, outcome, data }, undefined, indent)}\n`;
}

/** Writes a failure for programs; what is no error of this product has the code `UNKNOWN`, unless told. */
export function errorJson(error: unknown, otherwise = 'UNKNOWN'): string {
  const code = NaasError.is(error) ? error.code : otherwise;
  const message = error instanceof Error ? error.message : String(error);
  const hint = NaasError.is(error) ? error.hint : undefined;
  return `${JSON.stringify({ error: { code, message, hint: hint ?? null } }, undefined, 2)}\n`;
}
