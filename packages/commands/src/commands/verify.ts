import type { Command } from '../command.ts';
import { proofBlocks, watchProof } from '../proof/index.ts';
import { duration } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

/** Proves the platform by a person's session from sign-in to a file found again. */
export const verify: Command<NoInput> = {
  name: 'verify',
  summary: 'Prove the platform: a real session computes, plots and finds its file again',
  details:
    'As the person naas-verify it starts a server and a kernel through it, computes, draws a plot, writes a file, stops both, starts again and finds the file; then it cleans up.',
  arguments: [],
  options: [],
  input: noInput,
  access: 'operate',
  confirm: 'never',
  async *run(_input, context) {
    const proof = yield* watchProof(context);
    return {
      title: `${context.platform.name} works: the proof passed in ${duration(proof.elapsedMs)}`,
      tone: 'good',
      outcome: 'done',
      blocks: proofBlocks(proof),
      data: proof.data,
    };
  },
};
