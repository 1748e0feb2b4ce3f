import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCancel, text } from '@clack/prompts';
import { configTemplate, NaasError, parseConfig } from '@naas/sdk';
import type { ExitCode } from '../exit-codes.ts';
import type { Io, Terminal } from '../io.ts';
import { platformFile, type GlobalOptions } from '../settings.ts';
import { answersOf } from './answers.ts';
import { INIT_QUESTIONS, type InitQuestion, type InitWords } from './questions.ts';

export interface InitOptions extends GlobalOptions, InitWords {
  /** Writes over a file that is there. */
  readonly force?: boolean;
}

/**
 * Writes a commented `naas.yaml` from flags, and asks for what no flag said. Throws {@link NaasError} `USAGE` when
 * nobody is there to ask or the file exists, `CONFIG_INVALID` when an answer does not make a platform.
 */
export async function init(options: InitOptions, io: Io): Promise<ExitCode> {
  const words = await askWords(options, io);
  if (words === undefined) return 4;
  const file = platformFile(options, io);
  const content = configTemplate(answersOf(words));
  parseConfig(content, { source: file, directory: dirname(file) });
  await writeNew(file, content, options.force === true);
  const next = `naas deploy -f ${file}`;
  io.stdout.write(
    options.json === true ? `${JSON.stringify({ file, next })}\n` : `${file} is written. Next: ${next}\n`,
  );
  return 0;
}

async function askWords(given: InitWords, { terminal, signal }: Io): Promise<InitWords | undefined> {
  let words: InitWords = Object.fromEntries(INIT_QUESTIONS.map(({ key }) => [key, given[key]]));
  const open = ({ key, needed }: InitQuestion) => words[key] === undefined && needed(words);
  if (terminal === undefined) {
    const missing = INIT_QUESTIONS.filter((question) => open(question) && question.otherwise === undefined);
    if (missing.length > 0) {
      const flags = missing.map(({ flags }) => flags).join(', ');
      throw new NaasError('USAGE', `init has nobody to ask and needs ${flags}.`);
    }
  }
  for (const question of INIT_QUESTIONS.filter(({ message }) => message !== undefined || terminal === undefined)) {
    if (!open(question)) continue;
    const answer = terminal === undefined ? question.otherwise : await prompt(question, terminal, signal);
    if (answer === undefined) return undefined;
    words = { ...words, [question.key]: answer };
  }
  return words;
}

async function prompt(
  { message = '', placeholder, otherwise }: InitQuestion,
  { input, output }: Terminal,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await text({
    message,
    input,
    output,
    signal,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(otherwise === undefined ? {} : { defaultValue: otherwise }),
    validate: (value) => (!value && otherwise === undefined ? 'This has to be known.' : undefined),
  });
  return isCancel(answer) ? undefined : answer;
}

async function writeNew(file: string, content: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, content, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const words = code === 'EEXIST' ? `${file} is there already.` : `${file} cannot be written: ${message}`;
    const hint = code === 'EEXIST' ? { hint: 'Pass --force to write over it, or -f to write elsewhere.' } : {};
    throw new NaasError('USAGE', words, { ...hint, cause });
  }
}
