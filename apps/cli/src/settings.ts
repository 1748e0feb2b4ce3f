import { resolve } from 'node:path';
import type { Io, Output } from './io.ts';
import { colourPaint, type Paint, plainPaint } from './render/index.ts';

/** What was typed and holds for every command. */
export interface GlobalOptions {
  readonly file?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly json?: boolean;
  /** False after `--no-color`. */
  readonly color?: boolean;
}

/** The options every command takes, as commander and the documents need them. */
export const GLOBAL_OPTIONS: readonly { readonly flags: string; readonly description: string }[] = [
  {
    flags: '-f, --file <path>',
    description: 'the file that describes the platform (default: NAAS_FILE, else naas.yaml)',
  },
  { flags: '--kubeconfig <path>', description: 'which kubeconfig (default: KUBECONFIG, else ~/.kube/config)' },
  { flags: '--context <name>', description: 'which context of the kubeconfig (default: the current one)' },
  { flags: '--json', description: 'print one JSON document instead of text; progress stays on stderr' },
  { flags: '--no-color', description: 'no colours; NO_COLOR in the environment does the same' },
];

/** The absolute path of the platform's file. */
export function platformFile({ file }: GlobalOptions, io: Io): string {
  return resolve(io.directory, file ?? io.env['NAAS_FILE'] ?? 'naas.yaml');
}

/** Letters a line of an output has, where it is a terminal that knows its size: some say 0. */
export function widthOf({ isTTY, columns }: Output): number | undefined {
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
}

/** Whether an output gets colours: a terminal that nobody asked to stay plain. */
export function paintFor(output: Output, options: GlobalOptions, io: Io): Paint {
  const wanted = output.isTTY === true && options.color !== false && !io.env['NO_COLOR'];
  return wanted ? colourPaint : plainPaint;
}
