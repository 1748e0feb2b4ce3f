import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../catalogue.ts';
import { parseCommandLine } from './parse-line.ts';

function understood(line: string) {
  const parsed = parseCommandLine(line);
  if (parsed.error !== undefined) throw parsed.error;
  return { name: parsed.command.name, input: parsed.input };
}

function refused(line: string) {
  const parsed = parseCommandLine(line);
  return parsed.error === undefined ? undefined : `${parsed.error.message} ${parsed.error.hint ?? ''}`;
}

test.each([
  ['status', { name: 'status', input: {} }],
  ['  Kill-Kernel   alice ', { name: 'kill-kernel', input: { user: 'alice', all: false } }],
  [
    'kill-kernel alice@example.com 1f3a',
    {
      name: 'kill-kernel',
      input: { user: 'alice@example.com', id: '1f3a', all: false },
    },
  ],
  ['kill-kernel --all alice', { name: 'kill-kernel', input: { user: 'alice', all: true } }],
  ['kill-kernel “Alice Smith”', { name: 'kill-kernel', input: { user: 'Alice Smith', all: false } }],
  ['deploy --no-verify', { name: 'deploy', input: { takeOver: false, endKernels: false, verify: false } }],
  [
    'deploy --plan 0123456789abcdef0123 --end-kernels',
    {
      name: 'deploy',
      input: { plan: '0123456789abcdef0123', takeOver: false, endKernels: true, verify: true },
    },
  ],
  ['rollback 12', { name: 'rollback', input: { run: 12, takeOver: false, endKernels: false, verify: true } }],
  ['server start alice gpu', { name: 'server start', input: { user: 'alice', name: 'gpu' } }],
])('understands %s', (line, expected) => {
  expect(understood(line)).toEqual(expected);
});

test('a dash that a phone made of two hyphens still starts an option', () => {
  expect(understood('kill-kernel alice —all')).toEqual(understood('kill-kernel alice --all'));
});

test.each([
  ['kil-kernel alice', 'There is no command "kil-kernel". Did you mean kill-kernel?'],
  ['frobnicate', 'There is no command "frobnicate". Type help for the list.'],
  ['', 'There is no command in that line. Type help for the list.'],
  ['server', 'server is not complete. There is: server start, server stop.'],
  ['server strat alice', 'server is not complete. There is: server start, server stop.'],
  ['kill-kernel', 'kill-kernel needs USER: whose kernel, by exact name. Usage: kill-kernel USER [ID] [--all]'],
  ['kill-kernel alice a b', 'kill-kernel has no use for "b". Usage: kill-kernel USER [ID] [--all]'],
  ['kill-kernel alice --al', 'kill-kernel has no --al. Did you mean --all? Usage: kill-kernel USER [ID] [--all]'],
  [
    'rollback last',
    'rollback was not understood: run: has to be the number of a run; history lists them. Usage: rollback [RUN] [--take-over] [--end-kernels] [--no-verify]',
  ],
  [
    'deploy --plan plan.json',
    'deploy was not understood: plan: has to be the whole digest of a plan; plan shows it. Usage: deploy [--plan DIGEST] [--take-over] [--end-kernels] [--no-verify]',
  ],
  ['plan --out plan.json', 'plan has no --out. Usage: plan [--take-over] [--end-kernels]'],
  ['kill-kernel alice --all=yes', '--all takes no value. Usage: kill-kernel USER [ID] [--all]'],
])('refuses "%s" with what to type instead', (line, words) => {
  expect(refused(line)).toBe(words);
});

test('any text is either understood or refused in words', () => {
  const names = COMMANDS.map(({ name }) => name);
  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'grapheme' })).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(line, (typed) => {
      const parsed = parseCommandLine(typed);
      expect(parsed.error === undefined ? names.includes(parsed.command.name) : parsed.error.code === 'USAGE').toBe(
        true,
      );
    }),
  );
});
