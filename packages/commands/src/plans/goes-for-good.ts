import { changesOf, names, type Plan, type PlannedAction } from '@naas/sdk';
import { table, type TableBlock } from '../report.ts';

/** What of a plan nobody can bring back, in plain words. */
export function goesForGood(plan: Plan): TableBlock {
  const rows = changesOf(plan).flatMap((action) => {
    const words = lossWords(action);
    return words === undefined ? [] : [[action.id, words]];
  });
  return table({
    title: 'Goes for good',
    columns: [
      { key: 'what', label: 'what' },
      { key: 'loss', label: 'and with it' },
    ],
    rows,
    empty: 'Nothing: no data is left.',
  });
}

const LOSSES: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'what is on it, where its class deletes that',
  PersistentVolume: 'the way to the share; its files are erased before',
  Namespace: 'everything in it, also what others put there',
};

/** The one Secret that nothing makes again as it was. */
const CREDENTIALS = 'Secret naas-system/naas-credentials';

function lossWords({ id, verb, subject, reason }: PlannedAction): string | undefined {
  if (verb !== 'delete') return undefined;
  if (subject.kind === 'Files') return `every file of every person: it ${reason ?? 'erases every home'}`;
  if (subject.name === names.hub.databaseClaim) return "the hub's database: who people are, their passwords and tokens";
  if (id === CREDENTIALS) return 'what the hub needs to read its database';
  return LOSSES[subject.kind];
}
