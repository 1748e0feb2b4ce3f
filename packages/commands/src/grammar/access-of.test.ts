import { expect, test } from 'vitest';
import { accessOf, parseCommandLine } from './index.ts';

test.each([
  ['status', 'read'],
  ['deploy', 'deploy'],
  ['preflight', 'read'],
  ['preflight --share', 'operate'],
])('%s is for whoever may %s', (line, access) => {
  const parsed = parseCommandLine(line);
  if (parsed.error !== undefined) throw parsed.error;
  expect(accessOf(parsed.command, parsed.input)).toBe(access);
});
