import { randomUUID } from 'node:crypto';
import { NaasError } from '@naas/sdk';
import { type CallOptions, seconds, startDeadline } from '../http/index.ts';
import { cleanUp } from './clean-up.ts';
import { fileWritten, kernelComputes, kernelDraws, kernelStarts, kernelStops } from './kernel-phases.ts';
import { PROOF_PHASES, type ProofEvent, type ProofPhase, type ProvenPhase } from './phases.ts';
import { fileFound, homeEmptied, serverStops } from './return-phases.ts';
import { beginRun, type ProofOptions, type ProofRun } from './run.ts';
import { gatewayAnswers, hubAnswers, leftoversCleared, personExists, serverStarts } from './start-phases.ts';

const DEFAULT_DEADLINE_MS = 900_000;

/** What each phase does; gives back its detail, throws when it fails. */
const STEPS: Readonly<Record<ProofPhase, (run: ProofRun) => Promise<string>>> = {
  'gateway answers': gatewayAnswers,
  'hub answers': hubAnswers,
  'person exists': personExists,
  'leftovers cleared': leftoversCleared,
  'server starts': serverStarts,
  'kernel starts in a pod of its own': kernelStarts,
  'kernel computes': kernelComputes,
  'kernel draws a plot': kernelDraws,
  'server sees the file of the kernel': fileWritten,
  'kernel stops, server stays': kernelStops,
  'server stops, claim stays': serverStops,
  'server starts again, file is there': fileFound,
  'home emptied': homeEmptied,
  'server stopped': serverStops,
};

/**
 * Proves that a platform works by being a person: starts a server, a kernel in a pod of its own, computes, draws, writes
 * a file, and finds the file after kernel and server were stopped. Ends with nothing running.
 *
 * @throws NaasError with the code of what failed, else `PROOF_FAILED`; the message names the phase, the cause and what is
 * left behind. What was started is stopped first, also when the caller gives up. 15 minutes unless told.
 *
 * @example
 * ```ts
 * for await (const event of prove({ hub, gateway, cluster, clock: systemClock })) {
 *   if (event.type === 'phase-finished') console.log(event.phase, event.elapsedMs);
 * }
 * ```
 */
export async function* prove(options: ProofOptions, call: CallOptions = {}): AsyncGenerator<ProofEvent> {
  const { clock } = options;
  const deadline = startDeadline(clock, call.deadlineMs ?? DEFAULT_DEADLINE_MS, call.signal);
  const run = beginRun(options, (options.nonce ?? randomUUID)(), deadline.signal);
  const began = clock.now();
  const phases: ProvenPhase[] = [];
  let phase: ProofPhase = 'gateway answers';
  let isClean = false;
  try {
    for (phase of PROOF_PHASES) {
      yield { type: 'phase-started', phase };
      const start = clock.now();
      const detail = await STEPS[phase](run);
      const proven = { phase, elapsedMs: clock.now() - start, detail };
      phases.push(proven);
      yield { type: 'phase-finished', ...proven };
      for (const png of run.pictures.splice(0)) yield { type: 'picture', png };
    }
    isClean = true;
    yield { type: 'finished', elapsedMs: clock.now() - began, phases };
  } catch (error) {
    isClean = true;
    // Asked first: the clean-up takes time too, and must not turn the cause into a lack of it.
    const reason = deadline.passed() ? tooSlow(deadline.ms, error) : error;
    const left = await cleanUp(run);
    if (call.signal?.aborted) throw error;
    throw proofFailed(phase, reason, left);
  } finally {
    // The reader stopped reading.
    if (!isClean) await cleanUp(run);
    await run.session[Symbol.asyncDispose]();
  }
}

function tooSlow(ms: number, cause: unknown): NaasError {
  return new NaasError('PROOF_FAILED', `the proof was not done within ${seconds(ms)}.`, { retryable: true, cause });
}

function proofFailed(phase: ProofPhase, error: unknown, left: readonly string[]): NaasError {
  const reason = error instanceof Error ? error.message : String(error);
  const known = NaasError.is(error) ? error : undefined;
  const behind = left.length === 0 ? 'Nothing is left running.' : `Left behind: ${left.join('; ')}.`;
  const sentence = `The proof failed at "${phase}": ${reason.replace(/\.$/, '')}. ${behind}`;
  return new NaasError(known?.code ?? 'PROOF_FAILED', sentence, {
    ...(known?.hint !== undefined && { hint: known.hint }),
    ...(known?.subject !== undefined && { subject: known.subject }),
    retryable: known?.retryable ?? false,
    cause: error,
  });
}
