import { NaasError } from '@naas/sdk';
import { z } from 'zod';
import type { Command, CommandContext, Progress } from '../command.ts';
import {
  chooseKernels,
  everyKernelOf,
  kernelData,
  kernelsOf,
  kernelTable,
  shortId,
  type OwnedKernel,
} from '../kernels/index.ts';
import type { People } from '@naas/user-session';
import { text, type Report } from '../report.ts';
import { closest, count, duration, offer } from '../words/index.ts';
import { declined } from './declined.ts';

const input = z.strictObject({
  user: z.string().min(1),
  id: z.string().min(1).optional(),
  all: z.boolean().default(false),
});

type Input = z.output<typeof input>;

interface Ended {
  readonly owned: OwnedKernel;
  readonly elapsedMs: number;
  readonly wasOrphan: boolean;
}

/** Ends a person's kernel and leaves server and home alone. */
export const killKernel: Command<Input> = {
  name: 'kill-kernel',
  summary: "Stop a person's kernel; the server and the home stay",
  details:
    'The person is found by exact name. With several kernels and no ID nothing is stopped: they are listed. What a stopped kernel had in memory is lost.',
  arguments: [
    { name: 'user', required: true, description: 'whose kernel, by exact name' },
    { name: 'id', required: false, description: "the kernel's id or its beginning" },
  ],
  options: [{ name: 'all', flag: '--all', description: 'stop every kernel of that person' }],
  input,
  access: 'operate',
  confirm: 'always',
  async *run({ user, id, all }, context) {
    const { platform, signal, now, confirm } = context;
    yield { state: 'doing', words: `Looking for kernels of ${user}` };
    const found = await platform.people({ signal });
    const owned = everyKernelOf(found, user);
    if (owned.length === 0) return nothingFound(user, found);
    const chosen = chooseKernels(owned, { id, all });
    if (chosen.length > 1 && !all) return undecided(user, chosen, now());

    const what = chosen.length === 1 ? kernelWords(chosen[0]) : `all ${chosen.length} kernels of ${user}`;
    const subject = chosen.map(({ kernel }) => kernel.id);
    const report = preview(what, chosen, now());
    if (!(await confirm({ words: `Stop ${what}?`, report, subject }))) return declined(`Stop ${what}`);
    const ended = yield* endAll(chosen, context);
    return done(user, ended);
  },
};

async function* endAll(
  chosen: readonly OwnedKernel[],
  { platform, signal }: CommandContext,
): AsyncGenerator<Progress, Ended[], void> {
  const ended: Ended[] = [];
  for (const owned of chosen) {
    yield { state: 'doing', words: `Stopping ${kernelWords(owned)}`, detail: `${ended.length + 1}/${chosen.length}` };
    try {
      const { elapsedMs, wasOrphan } = await platform.endKernel(owned.kernel.id, { signal });
      ended.push({ owned, elapsedMs, wasOrphan });
      yield { state: 'done', words: `${kernelWords(owned)} is gone`, elapsedMs };
    } catch (error) {
      if (ended.length === 0 || !NaasError.is(error)) throw error;
      const { code, message, hint } = error;
      throw new NaasError(code, `${ended.length} of ${chosen.length} kernels are gone, then: ${message}`, {
        ...(hint === undefined ? {} : { hint }),
        cause: error,
      });
    }
  }
  return ended;
}

function kernelWords(owned: OwnedKernel | undefined): string {
  return owned === undefined ? 'the kernel' : `kernel ${shortId(owned.kernel.id)}… of ${owned.person}`;
}

function preview(what: string, chosen: readonly OwnedKernel[], now: number): Report {
  const busy = chosen.filter(({ kernel }) => kernel.state === 'busy').length;
  const warning = busy > 0 ? `${count(busy, 'kernel')} busy: what is being computed is lost. ` : '';
  return {
    title: `About to stop ${what}`,
    tone: 'warning',
    outcome: 'done',
    blocks: [
      kernelTable('To be stopped', chosen, now),
      text(`${warning}What a kernel has in memory is lost; the server and the home stay.`),
    ],
    data: { kernels: chosen.map(kernelData) },
  };
}

function done(user: string, ended: readonly Ended[]): Report {
  const [first] = ended;
  const longest = Math.max(0, ...ended.map(({ elapsedMs }) => elapsedMs));
  const title =
    ended.length === 1
      ? `${kernelWords(first?.owned)} gone in ${duration(longest)}; the server and the home are untouched`
      : `${count(ended.length, 'kernel')} of ${user} gone, the slowest in ${duration(longest)}; the server and the home are untouched`;
  const orphans = ended.filter(({ wasOrphan }) => wasOrphan).length;
  return {
    title,
    tone: 'good',
    outcome: 'done',
    blocks: orphans === 0 ? [] : [text(orphanWords(orphans, ended.length))],
    data: { ended: ended.map(({ owned, ...rest }) => ({ person: owned.person, id: owned.kernel.id, ...rest })) },
  };
}

function orphanWords(orphans: number, all: number): string {
  if (all === 1) return 'The gateway did not know this kernel, so its pod was deleted.';
  return `The gateway did not know ${orphans} of them, so the pods were deleted.`;
}

function undecided(user: string, owned: readonly OwnedKernel[], now: number): Report {
  return {
    title: `${user} has ${count(owned.length, 'kernel')}: say which one, or --all`,
    tone: 'warning',
    outcome: 'undecided',
    blocks: [kernelTable('Running now', owned, now), text('Nothing was stopped.')],
    data: { kernels: owned.map(kernelData) },
    next: [
      ...owned
        .slice(0, MOST_OFFERS)
        .map(({ kernel }) => shortId(kernel.id))
        .flatMap((id) => offer(`Stop ${id}`, 'kill-kernel', { names: [user, id] })),
      ...offer('Stop all', 'kill-kernel', { names: [user], flag: '--all' }),
    ],
  };
}

const MOST_OFFERS = 10;

/** Who could not ask everywhere must not say that there is nothing. */
function nothingFound(user: string, { people, orphans, gaps }: People): Report {
  if (gaps?.[0] !== undefined) throw gaps[0];
  const others = kernelsOf(people).length;
  const known = people.some(({ name }) => name === user);
  const owners = people.filter(({ kernels }) => kernels.length > 0).map(({ name }) => name);
  const meant = closest(user, owners) ?? owners.find((name) => name.startsWith(user));
  return {
    title: `${user} has no kernel running`,
    tone: 'neutral',
    outcome: 'done',
    blocks: [
      text(
        `Looked at the gateway's list and at the kernels' pods: ${count(others, 'kernel')} of other people, ${count(orphans.pods.length + orphans.kernels.length, 'orphan')}. ${known ? 'The hub knows this person.' : 'The hub knows nobody of exactly this name.'}`,
      ),
    ],
    data: { kernels: [], known },
    ...(meant === undefined ? {} : { next: offer(`Did you mean ${meant}?`, 'kernels', { names: [meant] }) }),
  };
}
