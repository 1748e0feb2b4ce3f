import type { Person } from '@naas/user-session';
import { shortId, stateWords } from '../kernels/index.ts';
import { table, type TableBlock } from '../report.ts';
import { age } from '../words/index.ts';

/** Shows who is on: people with a server or a kernel, or both. */
export function peopleView(people: readonly Person[], now: number): TableBlock {
  return table({
    title: 'People',
    columns: [
      { key: 'person', label: 'person' },
      { key: 'servers', label: 'servers' },
      { key: 'kernels', label: 'kernels' },
      { key: 'activity', label: 'last activity', align: 'right' },
    ],
    rows: activePeople(people).map((person) => [
      person.name,
      person.servers.map(serverWords).join(', '),
      person.kernels.map((kernel) => `${shortId(kernel.id)} ${stateWords(kernel)}`).join(', '),
      lastActivity(person, now),
    ]),
    empty: 'Nobody has a server or a kernel running.',
  });
}

/** Those who have something running. */
export function activePeople(people: readonly Person[]): Person[] {
  return people.filter(({ servers, kernels }) => servers.length + kernels.length > 0);
}

function serverWords({ name, ready, pending }: Person['servers'][number]): string {
  const state = ready ? 'ready' : pending === 'spawn' ? 'starting' : pending === 'stop' ? 'stopping' : 'not ready';
  return name === '' ? state : `${name} ${state}`;
}

function lastActivity({ servers, kernels }: Person, now: number): string {
  const times = [...servers, ...kernels].flatMap(({ lastActivity }) => lastActivity ?? []);
  const latest = times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  const words = age(latest, now);
  return words === '' ? '' : `${words} ago`;
}
