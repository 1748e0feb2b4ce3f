import { describeError, NaasError } from '@naas/sdk';
import type { CommandContext, Progress } from '../command.ts';
import { count } from '../words/index.ts';
import { watchProof, type Proof } from './watch-proof.ts';

/** Runs the proof after an apply. What it throws says that the changes stay. */
export async function* proveChanges(changed: number, context: CommandContext): AsyncGenerator<Progress, Proof, void> {
  try {
    return yield* watchProof(context);
  } catch (error) {
    context.signal.throwIfAborted();
    const code = NaasError.is(error) ? error.code : 'PROOF_FAILED';
    throw new NaasError(code, `${count(changed, 'change')} applied, but the proof failed: ${sentence(error)}`, {
      hint: (NaasError.is(error) ? error.hint : undefined) ?? 'The changes stay. Repair the cause, then run verify.',
      cause: error,
    });
  }
}

function sentence(error: unknown): string {
  return NaasError.is(error) ? error.message : describeError(error);
}
