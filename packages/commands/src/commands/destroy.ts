import { changesOf } from '@naas/sdk';
import type { Command } from '../command.ts';
import { applyPlan, planData, planReport, signedInNotes } from '../plans/index.ts';
import { text } from '../report.ts';
import { count, duration } from '../words/index.ts';
import { declined } from './declined.ts';
import { noInput, type NoInput } from './no-input.ts';

const STAYS = "Homes, with their volumes and claims, and the hub's database stay; deploy takes them up again.";

/** Takes the platform down and keeps people's data. */
export const destroy: Command<NoInput> = {
  name: 'destroy',
  summary: "Take the platform down; homes and the hub's database stay",
  details: `Every server and kernel ends. ${STAYS} To confirm, the platform's name is typed.`,
  arguments: [],
  options: [],
  input: noInput,
  access: 'deploy',
  confirm: 'always',
  async *run(_input, context) {
    const { platform, confirm, signal } = context;
    yield { state: 'doing', words: 'Looking at what is there' };
    const plan = await platform.planDestroy({ signal });
    const changes = changesOf(plan);
    if (changes.length === 0) {
      return {
        title: `Nothing to take down: ${platform.name} is not there`,
        tone: 'neutral',
        outcome: 'done',
        blocks: [text(STAYS)],
        data: { plan: [], changed: 0 },
      };
    }
    const report = planReport(plan, [...(await signedInNotes(plan, context)), STAYS]);
    const words = `Take down ${platform.name} (${count(changes.length, 'change')})?`;
    if (!(await confirm({ words, report, subject: planData(plan), typed: platform.name })))
      return declined(`Destroy ${platform.name}`);
    const { changed, elapsedMs } = yield* applyPlan(plan, context);
    return {
      title: `${platform.name} is down: ${count(changed, 'change')} in ${duration(elapsedMs)}`,
      tone: 'good',
      outcome: 'done',
      blocks: [text(STAYS)],
      data: { plan: planData(plan), changed, elapsedMs },
      next: [{ label: 'Bring it back', command: 'deploy' }],
    };
  },
};
