import { expect, test } from 'vitest';
import { harmless } from './index.ts';

test.each([
  ['a sequence that clears the screen', '\u001B[2Jgone', 'gone'],
  ['a bell', 'ding\u0007', 'ding '],
  ['a one-byte introducer of sequences', 'a\u009B2Jb', 'ab'],
  ['a change of the reading direction', 'kernel of \u202Eecila\u202C?', 'kernel of  ecila ?'],
  ['words and lines other than they are', 'Grüße\nzweite Zeile', 'Grüße\nzweite Zeile'],
])('a terminal is never sent %s', (_what, foreign, shown) => {
  expect(harmless(foreign)).toBe(shown);
});
