import { z } from 'zod';
import type { Command } from '../command.ts';
import { preflightReport } from '../preflight/index.ts';

const input = z.strictObject({ share: z.boolean().default(false) });

/** Says, before anything is changed, what would make a deploy fail. */
export const preflight: Command<z.output<typeof input>> = {
  name: 'preflight',
  summary: 'Say what this cluster lacks for the platform, before anything is changed',
  details:
    'Looks at versions, rights, storage, network, Pod Security, quotas and images, and tells all findings at once. Sends nothing that persists. A finding "stop" would make a deploy fail.',
  arguments: [],
  options: [
    {
      name: 'share',
      flag: '--share',
      description: 'check the shares now, by a short-lived pod on each node (in chat: for an operator)',
      access: 'operate',
    },
  ],
  input,
  access: 'read',
  confirm: 'never',
  async *run({ share }, { platform, signal }) {
    yield {
      state: 'doing',
      words: share ? 'Looking at the cluster, and mounting the share on every node' : 'Looking at the cluster',
    };
    return preflightReport(await platform.preflight({ share, signal }));
  },
};
