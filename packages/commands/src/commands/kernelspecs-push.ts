import { changesOf } from '@naas/sdk';
import type { Command } from '../command.ts';
import { applyPlan, planData, planReport } from '../plans/index.ts';
import { duration } from '../words/index.ts';
import { declined } from './declined.ts';
import { noInput, type NoInput } from './no-input.ts';

/** Publishes the kernelspecs' files to the share. */
export const kernelspecsPush: Command<NoInput> = {
  name: 'kernelspecs push',
  summary: 'Publish the kernelspecs to the share',
  details: 'Running kernels keep what they were started from; the next start takes the new files.',
  arguments: [],
  options: [],
  input: noInput,
  access: 'deploy',
  confirm: 'plan',
  async *run(_input, context) {
    const { platform, confirm, signal } = context;
    const plan = await platform.planKernelspecs({ signal });
    if (changesOf(plan).length === 0) {
      return {
        title: 'Nothing to publish: the share has what the file says',
        tone: 'good',
        outcome: 'done',
        blocks: [],
        data: { ...planData(plan), changed: 0 },
      };
    }
    const question = { words: 'Publish the kernelspecs?', report: planReport(plan), subject: plan.digest };
    if (!(await confirm(question))) {
      return declined('Publish the kernelspecs');
    }
    const applied = yield* applyPlan(plan, context);
    return {
      title: `The kernelspecs are published after ${duration(applied.elapsedMs)}`,
      tone: 'good',
      outcome: 'done',
      blocks: [],
      data: { ...planData(plan), ...applied },
      next: [{ label: 'See them', command: 'kernelspecs list' }],
    };
  },
};
