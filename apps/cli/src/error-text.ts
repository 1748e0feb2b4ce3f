import { NaasError } from '@naas/sdk';
import { harmless, type Paint } from './render/index.ts';

/** Writes a failure as a terminal shows it: what failed, and on a line of its own what to do next. */
export function errorText(error: unknown, paint: Paint): string {
  const message = error instanceof Error ? error.message : String(error);
  const hint = NaasError.is(error) ? error.hint : undefined;
  const lines = [`${paint('red', 'Error:')} ${harmless(message)}`, ...(hint === undefined ? [] : [harmless(hint)])];
  return `${lines.join('\n')}\n`;
}
