import { changesOf, type Plan } from '@naas/sdk';
import { z } from 'zod';
import type { Command, CommandContext } from '../command.ts';
import {
  appliedWords,
  applyPlan,
  blockedOf,
  blockedReport,
  countWords,
  flag,
  goesForGood,
  noteBlocks,
  planData,
  planReport,
  signedInNotes,
  typedFlags,
} from '../plans/index.ts';
import { text, type Report } from '../report.ts';
import { remainingBlocks } from '../status/index.ts';
import { declined } from './declined.ts';

const input = z.strictObject({ deleteData: flag });

const STAYS = "Homes, with their volumes and claims, and the hub's database stay; deploy takes them up again.";
const STAYS_ON_SHARE =
  'Still on the NFS server: what is not of uid 1000 beside the homes, and kernelspecs that have a directory of their own.';

/** Takes the platform down, and keeps people's data unless it is told to delete that as well. */
export const destroy: Command<z.output<typeof input>> = {
  name: 'destroy',
  summary: "Take the platform down; homes and the hub's database stay",
  details: `Every server and kernel ends. ${STAYS} With --delete-data they go for good, and with them the namespaces, the secrets and the history. To confirm, the platform's name is typed.`,
  arguments: [],
  options: [
    { name: 'deleteData', flag: '--delete-data', description: "delete homes and the hub's database as well, for good" },
  ],
  input,
  access: 'deploy',
  confirm: 'always',
  async *run({ deleteData }, context) {
    const { platform, confirm, signal } = context;
    yield { state: 'doing', words: 'Looking at what is there' };
    const plan = await platform.planDestroy({ ...typedFlags({ deleteData }), signal });
    if (changesOf(plan).length === 0) return nothingThere(plan);
    if (blockedOf(plan).length > 0) return blockedReport(plan, `${platform.name} cannot be taken down`);

    const report = await preview(plan, context);
    const words = `Take down ${platform.name}${deleteData ? ' and delete all data' : ''} (${countWords(plan)})?`;
    const question = { words, report, subject: plan.digest, typed: platform.name, irrevocable: deleteData };
    if (!(await confirm(question))) return declined(`Destroy ${platform.name}`);

    const { run, ...applied } = yield* applyPlan(plan, context);
    // With the data goes the history.
    const done = appliedWords(deleteData || run === undefined ? applied : { ...applied, run });
    return {
      title: `${platform.name} is down${deleteData ? ', with all data' : ''}: ${done}`,
      tone: 'good',
      outcome: 'done',
      blocks: [
        ...noteBlocks(deleteData ? [STAYS_ON_SHARE] : [STAYS, ...plan.warnings]),
        ...(await remainingBlocks(context)),
      ],
      data: { ...planData(plan), ...applied, ...(run === undefined ? {} : { run }) },
      next: [{ label: deleteData ? 'Make a new one' : 'Bring it back', command: 'deploy' }],
    };
  },
};

/** What goes for good is said last, next to the question. */
async function preview(plan: Plan, context: CommandContext): Promise<Report> {
  const notes = await signedInNotes(plan, context);
  if (plan.options.deleteData !== true) return planReport(plan, [...notes, STAYS]);
  const report = planReport(plan, notes);
  return { ...report, tone: 'bad', blocks: [...report.blocks, goesForGood(plan)] };
}

function nothingThere(plan: Plan): Report {
  return {
    title: `Nothing to take down: ${plan.platform} is not there`,
    tone: 'neutral',
    outcome: 'done',
    blocks: plan.options.deleteData === true ? [] : [text(STAYS)],
    data: { ...planData(plan), changed: 0 },
  };
}
