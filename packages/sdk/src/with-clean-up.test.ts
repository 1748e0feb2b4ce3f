import { expect, test } from 'vitest';
import { withCleanUp } from './with-clean-up.ts';

const fail = (words: string) => () => Promise.reject(new Error(words));

test('what the task gives comes after the clean-up', async () => {
  const order: string[] = [];
  const result = await withCleanUp(
    async () => order.push('task'),
    async () => order.push('clean-up'),
  );
  expect({ order, result }).toEqual({ order: ['task', 'clean-up'], result: 1 });
});

test('a failed task is cleaned up after, and its failure is told even when that fails too', async () => {
  await expect(withCleanUp(fail('the cause'), fail('left behind'))).rejects.toThrow('the cause');
});

test('a clean-up that fails after a good task is told', async () => {
  await expect(withCleanUp(async () => 1, fail('left behind'))).rejects.toThrow('left behind');
});
