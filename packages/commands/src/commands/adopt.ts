import { changesOf, heldOf } from '@naas/sdk';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { adoptNotes, countWords, flag, NO_VERIFY, PLAN_OPTIONS, typedFlags } from '../plans/index.ts';
import { carryOut, nothingToDo } from './carry-out.ts';

const input = z.strictObject({ endKernels: flag, verify: z.boolean().default(true) });

const DEPLOY = { label: 'Go on from here', command: 'deploy' };

/** Makes an installation that was made by hand the platform's own. */
export const adopt: Command<z.output<typeof input>> = {
  name: 'adopt',
  summary: 'Take over an installation made by hand: nothing is deleted, servers go on',
  details:
    'Shows what is taken over and what is changed for safety, asks, and does it. A gateway with running kernels waits, because they would end with it: deploy again when none runs. While something waits there is no proof, because the platform is not complete.',
  arguments: [],
  options: [PLAN_OPTIONS.endKernels, NO_VERIFY],
  input,
  access: 'deploy',
  confirm: 'plan',
  async *run({ verify, ...flags }, context) {
    const { platform, signal } = context;
    yield { state: 'doing', words: 'Looking at what is there' };
    const plan = await platform.planAdopt({ ...typedFlags(flags), signal });
    if (changesOf(plan).length === 0) {
      const title = `Nothing to take over: ${platform.name} is the platform's own`;
      return nothingToDo(plan, { title, next: [DEPLOY] });
    }
    if (plan.actions.every(({ verb }) => verb === 'create')) {
      const title = `Nothing to take over: there is nothing of ${platform.name} on this cluster`;
      return nothingToDo(plan, { title, next: [{ ...DEPLOY, label: 'Make it' }] });
    }
    return yield* carryOut(
      plan,
      {
        what: `Take over ${platform.name}`,
        question: `Take over ${platform.name} (${countWords(plan)})?`,
        participle: 'taken over',
        before: adoptNotes(plan),
        look: true,
        prove: verify && heldOf(plan).length === 0,
        next: [DEPLOY],
      },
      context,
    );
  },
};
