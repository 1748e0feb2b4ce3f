import { expect, test } from 'vitest';
import { parseCommandLine } from '../grammar/index.ts';
import { offer } from './index.ts';

test('an offer of a plain name is what a person would type', () => {
  expect(offer('Stop it', 'kill-kernel', { names: ['alice@example.com', '1f3a5c77'] })).toEqual([
    { label: 'Stop it', command: 'kill-kernel alice@example.com 1f3a5c77' },
  ]);
  expect(offer('Stop all', 'kill-kernel', { names: ['alice'], flag: '--all' })[0]?.command).toBe(
    'kill-kernel alice --all',
  );
});

test.each(['Ann Smith', 'alice --all', 'alice;reboot', '$(reboot)', 'a"b', 'a`b`'])(
  'an offer about %j is about exactly that name',
  (user) => {
    const command = offer('Stop it', 'kill-kernel', { names: [user] })[0]?.command ?? '';
    expect(command).toBe(`kill-kernel '${user}'`);
    expect(parseCommandLine(command)).toMatchObject({ input: { user, all: false } });
  },
);

test.each(['--all', '—all', "o'brien; reboot", 'two\nlines', ''])('nothing is offered about %j', (user) => {
  expect(offer('Stop it', 'kill-kernel', { names: [user] })).toEqual([]);
});
