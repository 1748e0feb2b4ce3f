import { NaasError } from '@naas/sdk';
import type { CommandContext, Progress } from '../command.ts';
import { table, type Block } from '../report.ts';
import { duration } from '../words/index.ts';

/** What a proof showed: its phases with their times, and the plot a real kernel drew. */
export interface Proof {
  readonly phases: readonly ProofPhaseResult[];
  readonly elapsedMs: number;
  readonly picture: Uint8Array | undefined;
  readonly data: unknown;
}

interface ProofPhaseResult {
  readonly phase: string;
  readonly elapsedMs: number;
  readonly detail: string;
}

/** Runs the proof and tells its phases as progress. Throws what the proof throws: the phase, the cause, what is left. */
export async function* watchProof({ platform, signal }: CommandContext): AsyncGenerator<Progress, Proof, void> {
  let picture: Uint8Array | undefined;
  for await (const event of platform.prove({ signal })) {
    switch (event.type) {
      case 'phase-started':
        yield { state: 'doing', words: `proof: ${event.phase}` };
        break;
      case 'phase-finished':
        yield { state: 'done', words: `proof: ${event.phase}`, elapsedMs: event.elapsedMs };
        break;
      case 'picture':
        picture = event.png;
        break;
      case 'finished': {
        const phases = event.phases.map(({ phase, elapsedMs, detail }) => ({ phase, elapsedMs, detail: detail ?? '' }));
        return {
          phases,
          elapsedMs: event.elapsedMs,
          picture,
          data: { passed: true, elapsedMs: event.elapsedMs, phases },
        };
      }
    }
  }
  throw new NaasError('PROOF_FAILED', 'The proof ended without a result.');
}

/** Shows a proof: a line a phase, then the plot. */
export function proofBlocks({ phases, elapsedMs, picture }: Proof): Block[] {
  const phaseTable = table({
    title: `Proof passed in ${duration(elapsedMs)}`,
    columns: [
      { key: 'phase', label: 'phase' },
      { key: 'time', label: 'time', align: 'right' },
      { key: 'detail', label: 'seen' },
    ],
    rows: phases.map(({ phase, elapsedMs, detail }) => [phase, duration(elapsedMs), detail]),
    empty: 'No phase was run.',
  });
  if (picture === undefined) return [phaseTable];
  return [phaseTable, { kind: 'picture', png: picture, alt: 'A plot that a kernel of this platform drew' }];
}
