import { z } from 'zod';
import type { Command } from '../command.ts';
import { everyKernelOf, gapBlocks, kernelData, kernelsOf, kernelTable, shortId } from '../kernels/index.ts';
import { table, type Block } from '../report.ts';
import type { People } from '@naas/user-session';
import { count, offer } from '../words/index.ts';

const input = z.strictObject({ user: z.string().min(1).optional() });

/** Lists kernels with owner, age and state, and those that are nobody's. */
export const kernels: Command<z.output<typeof input>> = {
  name: 'kernels',
  summary: 'List kernels: whose, how old, busy or idle',
  arguments: [{ name: 'user', required: false, description: 'only of this person, by exact name' }],
  options: [],
  input,
  access: 'read',
  confirm: 'never',
  async *run({ user }, { platform, signal, now }) {
    yield { state: 'doing', words: 'Asking hub, gateway and cluster for kernels' };
    const found = await platform.people({ signal });
    const { people, orphans, ownerless = [] } = found;
    const owned = user === undefined ? kernelsOf(people) : everyKernelOf(found, user);
    const busy = owned.filter(({ kernel }) => kernel.state === 'busy').length;
    const lost = user === undefined ? orphans.pods.length + orphans.kernels.length + ownerless.length : 0;
    return {
      title: `${user === undefined ? '' : `${user}: `}${count(owned.length, 'kernel')}${busy > 0 ? `, ${busy} busy` : ''}${lost > 0 ? `; ${count(lost, 'orphan')}` : ''}`,
      tone: lost > 0 || found.gaps !== undefined ? 'warning' : 'neutral',
      outcome: 'done',
      blocks: [kernelTable('Kernels', owned, now()), ...(lost > 0 ? [orphanTable(found)] : []), ...gapBlocks(found)],
      data: {
        kernels: owned.map(kernelData),
        ...(user === undefined ? { orphans, ownerless } : {}),
        gaps: (found.gaps ?? []).map(({ message }) => message),
      },
      ...(owned.length === 1 && owned[0] !== undefined
        ? { next: offer('Stop it', 'kill-kernel', { names: [owned[0].person, shortId(owned[0].kernel.id)] }) }
        : {}),
    };
  },
};

function orphanTable({ orphans, ownerless = [] }: People): Block {
  return table({
    title: 'Orphans',
    columns: [
      { key: 'person', label: 'person' },
      { key: 'kernel', label: 'kernel' },
      { key: 'what', label: 'what is wrong' },
      { key: 'where', label: 'where' },
    ],
    rows: [
      ...orphans.pods.map((pod) => [
        pod.user ?? '',
        shortId(pod.kernelId),
        'a pod the gateway does not know',
        `${pod.namespace}/${pod.podName}`,
      ]),
      ...ownerless.map((kernel) => ['', shortId(kernel.id), 'nobody is named as its owner', kernel.pod ?? '']),
      ...orphans.kernels.map((kernel) => [
        '',
        shortId(kernel.id),
        'a kernel of the gateway without a pod',
        kernel.name,
      ]),
    ],
    empty: 'No orphan.',
  });
}
