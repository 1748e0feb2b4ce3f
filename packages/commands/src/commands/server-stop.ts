import type { Command } from '../command.ts';
import { kernelsOf, kernelTable } from '../kernels/index.ts';
import { text, type Report } from '../report.ts';
import { duration, offer } from '../words/index.ts';
import { declined } from './declined.ts';
import { serverArguments, serverInput, serverRef, serverWords, type ServerInput } from './server-input.ts';

/** Stops a person's server; the home stays. */
export const serverStop: Command<ServerInput> = {
  name: 'server stop',
  summary: "Stop a person's server; the home stays",
  details: 'A server that stops ends the kernels it started; what they had in memory is lost.',
  arguments: serverArguments,
  options: [],
  input: serverInput,
  access: 'operate',
  confirm: 'always',
  async *run(input, { platform, signal, now, confirm }) {
    const { people } = await platform.people({ signal });
    const kernels = kernelsOf(people, input.user);
    const report: Report = {
      title: `About to stop ${serverWords(input)}`,
      tone: 'warning',
      outcome: 'done',
      blocks: [
        ...(kernels.length === 0 ? [] : [kernelTable('Kernels that end with it', kernels, now())]),
        text('The home stays. Unsaved work in open notebooks is lost.'),
      ],
      data: { user: input.user, server: input.name ?? '', kernels: kernels.length },
    };
    const words = `Stop ${serverWords(input)}?`;
    if (!(await confirm({ words, report, subject: serverRef(input) }))) return declined(`Stop ${serverWords(input)}`);
    yield { state: 'doing', words: `Stopping ${serverWords(input)}` };
    const { elapsedMs, wasRunning } = await platform.stopServer(serverRef(input), { signal });
    return {
      title: wasRunning
        ? `${serverWords(input)} stopped in ${duration(elapsedMs)}; the home is untouched`
        : `${serverWords(input)} was not running`,
      tone: wasRunning ? 'good' : 'neutral',
      outcome: 'done',
      blocks: [],
      data: { user: input.user, server: input.name ?? '', wasRunning, elapsedMs },
      ...(kernels.length === 0 ? {} : { next: offer('See what is left', 'kernels', { names: [input.user] }) }),
    };
  },
};
