import type { Command } from '../command.ts';
import { table } from '../report.ts';
import { count } from '../words/index.ts';
import { noInput, type NoInput } from './no-input.ts';

const WORDS = {
  same: 'same',
  changed: 'differs on the share',
  missing: 'not on the share',
  foreign: 'on the share only; left alone',
} as const;

/** Compares the kernelspecs' files with those on the share. */
export const kernelspecsDiff: Command<NoInput> = {
  name: 'kernelspecs diff',
  summary: 'Compare the kernelspecs with what is on the share',
  arguments: [],
  options: [],
  input: noInput,
  access: 'read',
  confirm: 'never',
  async *run(_input, { platform, signal }) {
    yield { state: 'doing', words: 'Comparing the files with the share' };
    const { files } = await platform.kernelspecs({ signal });
    const shown = files.filter(({ state }) => state !== 'same');
    const differing = shown.filter(({ state }) => state !== 'foreign');
    const same = files.length - shown.length;
    return {
      title:
        differing.length === 0
          ? `The share has what the file says: ${count(same, 'file')}`
          : `${count(differing.length, 'file')} on the share not as the file says`,
      tone: differing.length === 0 ? 'good' : 'warning',
      outcome: differing.length === 0 ? 'done' : 'unwell',
      blocks: [
        table({
          title: 'Files',
          columns: [
            { key: 'path', label: 'file' },
            { key: 'state', label: 'state' },
          ],
          rows: shown.map(({ path, state }) => [path, WORDS[state]]),
          empty: 'No difference.',
        }),
      ],
      data: { files },
      ...(differing.length === 0 ? {} : { next: [{ label: 'Publish them', command: 'kernelspecs push' }] }),
    };
  },
};
