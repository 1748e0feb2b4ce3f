import type { Drift, ObjectDrift, PlatformDrift, Run } from '@naas/sdk';
import type { Command } from '../command.ts';
import { table, text, type Block } from '../report.ts';
import { runWords, toTheSecond } from '../runs/index.ts';
import { count, valueWords } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

/** Says what others have changed since the last run. */
export const drift: Command<NoInput> = {
  name: 'drift',
  summary: 'Say what differs from the last run, field by field, and who changed it',
  details:
    'Compares what the last run that came to its end wanted with the cluster, also where the file has changed since: what the file would change is for plan to say. Values of secrets are not shown.',
  arguments: [],
  options: [],
  input: noInput,
  access: 'read',
  confirm: 'never',
  async *run(_input, { platform, signal }) {
    yield { state: 'doing', words: 'Comparing the cluster with the last run' };
    const found = await platform.drift({ signal });
    const { since, objects } = found;
    if (since === undefined) {
      return {
        title: `Nothing to compare with: no run of ${platform.name} came to its end yet`,
        tone: 'neutral',
        outcome: 'done',
        blocks: [],
        data: found,
        next: [{ label: 'See what deploy would do', command: 'plan' }],
      };
    }
    const differs = objects.length > 0;
    return {
      title: titleOf(since, objects),
      tone: differs ? 'warning' : 'good',
      outcome: differs ? 'unwell' : 'done',
      blocks: [driftTable(found), text(`Run ${since.number} was ${runWords(since)}.`)],
      data: found,
      ...(differs ? { next: [{ label: 'See what deploy would set back', command: 'plan' }] } : {}),
    };
  },
};

function titleOf({ number, platform }: Run, objects: readonly ObjectDrift[]): string {
  if (objects.length === 0) return `${platform} is as run ${number} left it`;
  const gone = objects.filter(({ fields }) => fields.length === 0).length;
  const fields = objects.reduce((sum, object) => sum + object.fields.length, 0);
  const parts = [
    ...(fields === 0 ? [] : [`${count(fields, 'field')} of ${count(objects.length - gone, 'object')} changed`]),
    ...(gone === 0 ? [] : [`${count(gone, 'object')} gone`]),
  ];
  return `${platform} is not as run ${number} left it: ${parts.join(', ')}`;
}

function driftTable({ objects }: PlatformDrift): Block {
  return table({
    title: 'Differs',
    columns: [
      { key: 'object', label: 'object' },
      { key: 'field', label: 'field' },
      { key: 'change', label: 'wanted → live' },
      { key: 'who', label: 'who' },
      { key: 'when', label: 'when' },
    ],
    rows: objects.flatMap(rowsOf),
    empty: 'Nothing differs.',
  });
}

function rowsOf({ object, fields }: ObjectDrift): string[][] {
  const name = `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;
  if (fields.length === 0) return [[name, '', 'there → gone', '', '']];
  return fields.map((field) => [
    name,
    field.path,
    changeWords(field),
    field.by?.manager ?? 'unknown',
    toTheSecond(field.by?.time ?? ''),
  ]);
}

const LONGEST_VALUE = 60;

function changeWords({ wanted, live }: Drift): string {
  const now = live === undefined ? '(removed)' : valueWords(live, LONGEST_VALUE);
  return `${valueWords(wanted, LONGEST_VALUE)} → ${now}`;
}
