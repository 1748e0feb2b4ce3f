import { changesOf, describeError, type Plan } from '@naas/sdk';
import type { CommandContext } from '../command.ts';
import { count, list } from '../words/index.ts';

const LONGEST_MS = 8_000;

/**
 * Says who would notice a plan: people whose servers or kernels run now. Empty for a hub that is not there yet or knows
 * nothing of us, and a sentence of its own when nobody could be asked.
 */
export async function signedInNotes(plan: Plan, { platform, signal }: CommandContext): Promise<string[]> {
  const hub = plan.actions.find(({ driver, component }) => driver === 'release' && component === 'hub');
  const answers = hub?.verb !== 'create' && plan.intent !== 'adopt';
  if (changesOf(plan).length === 0 || !answers) return [];
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
    const { people } = await platform.people({ signal: limit });
    const active = people.filter(({ servers, kernels }) => servers.length + kernels.length > 0);
    if (active.length === 0) return [];
    const kernels = active.reduce((sum, person) => sum + person.kernels.length, 0);
    const who = list(active.map(({ name }) => name));
    const verb = active.length === 1 ? 'has' : 'have';
    return [
      `${count(active.length, 'person').replace('persons', 'people')} ${verb} a server or kernel running: ${who} (${count(kernels, 'kernel')}).`,
    ];
  } catch (error) {
    signal.throwIfAborted();
    return [`Whether somebody is signed in could not be found out: ${describeError(error)}`];
  }
}
