import type { Command } from '../command.ts';
import { facts } from '../report.ts';
import { duration, offer } from '../words/index.ts';
import { serverArguments, serverInput, serverRef, serverWords, type ServerInput } from './server-input.ts';

/** Starts a person's server and tells the hub's progress. */
export const serverStart: Command<ServerInput> = {
  name: 'server start',
  summary: "Start a person's server and follow it until it is ready",
  arguments: serverArguments,
  options: [],
  input: serverInput,
  access: 'operate',
  confirm: 'never',
  async *run(input, { platform, signal, now }) {
    const began = now();
    for await (const { percent, message } of platform.startServer(serverRef(input), { signal })) {
      yield { state: 'waiting', words: message, detail: `${percent} %`, elapsedMs: now() - began };
    }
    const elapsedMs = now() - began;
    return {
      title: `${serverWords(input)} is ready after ${duration(elapsedMs)}`,
      tone: 'good',
      outcome: 'done',
      blocks: [facts({ person: input.user, server: input.name ?? 'default' })],
      data: { user: input.user, server: input.name ?? '', elapsedMs },
      next: offer('Stop it', 'server stop', { names: input.name ? [input.user, input.name] : [input.user] }),
    };
  },
};
