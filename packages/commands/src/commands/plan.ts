import { changesOf, type Plan } from '@naas/sdk';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { blockedOf, flag, PLAN_OPTIONS, planFile, planReport, signedInNotes, typedFlags } from '../plans/index.ts';
import { facts, type NextAction, type Outcome } from '../report.ts';

const input = z.strictObject({ takeOver: flag, endKernels: flag });

/** Shows what a deploy would do, and names it by a digest. */
export const plan: Command<z.output<typeof input>> = {
  name: 'plan',
  summary: 'Show what deploy would do, field by field, and change nothing',
  details:
    'The digest stands for all of it: deploy --plan DIGEST, with the same options, does exactly this or nothing. Values of secrets are not shown.',
  arguments: [],
  options: [PLAN_OPTIONS.takeOver, PLAN_OPTIONS.endKernels],
  input,
  access: 'read',
  confirm: 'never',
  async *run(input, context) {
    const { platform, signal } = context;
    yield { state: 'doing', words: 'Comparing the cluster with the file' };
    const planned = await platform.plan({ ...typedFlags(input), signal });
    const report = planReport(planned, await signedInNotes(planned, context));
    return {
      ...report,
      outcome: outcomeOf(planned),
      blocks: [...report.blocks, facts({ digest: planned.digest })],
      file: () => planFile(planned),
      next: nextOf(planned),
    };
  },
};

function outcomeOf(planned: Plan): Outcome {
  if (blockedOf(planned).length > 0) return 'failed';
  return changesOf(planned).length > 0 ? 'changes' : 'done';
}

function nextOf(planned: Plan): NextAction[] {
  if (outcomeOf(planned) !== 'changes') return [];
  const { takeOver, endKernels } = PLAN_OPTIONS;
  const flags = [takeOver, endKernels]
    .filter(({ name }) => planned.options[name] === true)
    .map((option) => option.flag);
  return [{ label: 'Do exactly this', command: ['deploy', '--plan', planned.digest, ...flags].join(' ') }];
}
