import { describeError, type Health, type PlatformStatus } from '@naas/sdk';
import type { Command, CommandContext } from '../command.ts';
import { gapBlocks, kernelData, kernelsOf } from '../kernels/index.ts';
import type { People } from '@naas/user-session';
import { facts, text, type NextAction, type Tone } from '../report.ts';
import { activePeople, labViews, peopleView } from '../status/index.ts';
import { count, list } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

/** People as they were found, or the words for why they could not be asked. */
type PeopleAnswer = People | { readonly unknown: string };

/** Says whether the platform is well, what it consists of and who is on. */
export const status: Command<NoInput> = {
  name: 'status',
  summary: 'Say whether the platform is well, what it consists of and who is on',
  arguments: [],
  options: [],
  input: noInput,
  access: 'read',
  confirm: 'never',
  async *run(_input, context) {
    const { platform, signal, now } = context;
    yield { state: 'doing', words: `Looking at ${platform.name}` };
    const [seen, people] = await Promise.all([platform.status({ signal }), askPeople(context)]);
    const well = seen.health.length > 0 && seen.health.every(({ state }) => state === 'well');
    const next = nextActions(seen.health);
    return {
      title: `${seen.platform}: ${healthWords(seen.health)}; ${peopleWords(people)}`,
      tone: toneOf(seen.health),
      outcome: well ? 'done' : 'unwell',
      blocks: [
        facts(Object.fromEntries(seen.health.map(({ part, state, words }) => [part, `${state}: ${words}`]))),
        ...labViews(seen, now()),
        ...('unknown' in people
          ? [text(`Who is on is unknown: ${people.unknown}`)]
          : [peopleView(people.people, now()), ...gapBlocks(people)]),
        ...[...seen.signIn, ...seen.notes].map((line) => text(line)),
      ],
      data: { ...seen, well, people: peopleData(people) },
      ...(next.length === 0 ? {} : { next }),
    };
  },
};

/** The hub may be down while the cluster can still be read, so that a missing answer is an answer. */
async function askPeople({ platform, signal }: CommandContext): Promise<PeopleAnswer> {
  try {
    return await platform.people({ signal });
  } catch (error) {
    signal.throwIfAborted();
    return { unknown: describeError(error) };
  }
}

function healthWords(health: readonly Health[]): string {
  const unwell = health.filter(({ state }) => state !== 'well');
  if (health.length === 0) return 'nothing known';
  if (unwell.length === 0) return `all well (${list(health.map(({ part }) => part))})`;
  return `not well (${list(unwell.map(({ part, state }) => `${part} ${state}`))})`;
}

function peopleWords(people: PeopleAnswer): string {
  if ('unknown' in people) return 'who is on is unknown';
  const active = activePeople(people.people);
  const servers = active.reduce((sum, person) => sum + person.servers.length, 0);
  const words = `${count(servers, 'server')}, ${count(kernelsOf(active).length, 'kernel')}`;
  return people.gaps === undefined ? words : `${words} as far as known`;
}

function toneOf(health: readonly Health[]): Tone {
  const states = new Set<PlatformStatus['health'][number]['state']>(health.map(({ state }) => state));
  if (states.has('unwell') || states.has('absent') || health.length === 0) return 'bad';
  return states.has('starting') || states.has('unknown') ? 'warning' : 'good';
}

function nextActions(health: readonly Health[]): NextAction[] {
  const repair = health.some(({ state }) => state === 'absent' || state === 'unwell');
  return repair ? [{ label: 'See what deploy would change', command: 'plan' }] : [];
}

function peopleData(people: PeopleAnswer): unknown {
  if ('unknown' in people) return { unknown: people.unknown };
  const active = activePeople(people.people);
  return {
    people: active.map(({ name, servers }) => ({ name, servers })),
    kernels: kernelsOf(active).map(kernelData),
    orphans: people.orphans,
    gaps: (people.gaps ?? []).map(({ message }) => message),
  };
}
