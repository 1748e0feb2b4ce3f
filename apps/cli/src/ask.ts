import { createInterface } from 'node:readline/promises';
import type { Question } from '@naas/commands';
import { NaasError } from '@naas/sdk';
import type { Io, Terminal } from './io.ts';
import { harmless } from './render/index.ts';

/** Asks a command's question on the terminal. Throws {@link NaasError} `USAGE` when nobody is there to answer. */
export async function ask(question: Question, { terminal, signal }: Io): Promise<boolean> {
  if (terminal === undefined) {
    throw new NaasError('USAGE', `Nobody is there to answer "${question.words}"`, {
      hint: question.irrevocable
        ? `This cannot be undone: pass --yes and --name ${question.typed ?? ''} to go on without being asked.`
        : 'Pass --yes to go on without being asked.',
    });
  }
  const words = harmless(question.words);
  if (question.typed === undefined) {
    return /^y(es)?$/iu.test(await answer(`${words} [y/N] `, { terminal, signal }));
  }
  return (await answer(`${words} Type ${question.typed} to go on: `, { terminal, signal })) === question.typed;
}

async function answer(
  words: string,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<string> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
  // A terminal in raw mode gives Ctrl-C to readline alone; the process has to hear of it as ever.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<string>((done) => lines.once('close', () => done('')));
  try {
    return (await Promise.race([lines.question(words, { signal }), ended])).trim();
  } finally {
    lines.close();
  }
}
