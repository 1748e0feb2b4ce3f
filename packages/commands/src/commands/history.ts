import type { AtWork, Run } from '@naas/sdk';
import type { Command } from '../command.ts';
import { table, text, type NextAction } from '../report.ts';
import { intentWords, type RunEnd, runEnds, runWords, toTheSecond } from '../runs/index.ts';
import { count, duration } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

/** Lists what was done to the platform. */
export const history: Command<NoInput> = {
  name: 'history',
  summary: 'List the last ten runs: what was done to the platform, when, by whom, how it ended',
  details:
    'A run is one deploy, adopt, rollback, destroy or push of kernelspecs. One that was killed is shown as interrupted.',
  arguments: [],
  options: [],
  input: noInput,
  access: 'read',
  confirm: 'never',
  async *run(_input, { platform, signal, now }) {
    yield { state: 'doing', words: 'Reading the history' };
    const [runs, holder] = await Promise.all([platform.history({ signal }), platform.holder({ signal })]);
    const ends = runEnds(runs, { holder, now: now() });
    const next = nextActions(runs);
    return {
      title: `${platform.name}: ${count(runs.length, 'run')}${lastWords(runs, ends)}`,
      tone: ends[0] === 'failed' || ends[0] === 'interrupted' ? 'warning' : 'neutral',
      outcome: 'done',
      blocks: [
        table({
          title: 'Runs',
          columns: [
            { key: 'run', label: 'run', align: 'right' },
            { key: 'when', label: 'when' },
            { key: 'who', label: 'who' },
            { key: 'what', label: 'what' },
            { key: 'end', label: 'end' },
            { key: 'took', label: 'took', align: 'right' },
            { key: 'summary', label: 'set out to' },
          ],
          rows: runs.map((run, at) => [
            String(run.number),
            toTheSecond(run.startedAt),
            run.who,
            intentWords(run),
            ends[at] ?? run.outcome,
            tookWords(run),
            run.summary,
          ]),
          empty: 'Nothing was done yet.',
        }),
        ...holderBlocks(holder, ends),
      ],
      data: { runs: runs.map((run, at) => ({ ...run, outcome: ends[at] })), holder: holder ?? null },
      ...(next.length === 0 ? {} : { next }),
    };
  },
};

function lastWords([last]: readonly Run[], [end]: readonly RunEnd[]): string {
  return last === undefined || end === undefined ? '' : `; the last one, ${runWords(last)}: ${end}`;
}

function tookWords({ startedAt, finishedAt }: Run): string {
  return finishedAt === undefined ? '' : duration(Date.parse(finishedAt) - Date.parse(startedAt));
}

function holderBlocks(holder: AtWork | undefined, [end]: readonly RunEnd[]) {
  if (holder === undefined) return [];
  const words = `${holder.who} ${end === 'interrupted' ? 'was' : 'is'} at work on the platform (${holder.purpose}, since ${holder.since}); last sign of life ${holder.renewedAt}.`;
  return [text(words)];
}

/** What a rollback without a number goes back to: a run before the last that came to its end and left something. */
function nextActions(runs: readonly Run[]): NextAction[] {
  const isThere = runs.slice(1).some(({ outcome, intent }) => outcome === 'done' && intent !== 'destroy');
  return isThere ? [{ label: 'See what going back would change', command: 'rollback' }] : [];
}
