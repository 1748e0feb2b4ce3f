import { expect, test } from 'vitest';
import type { Clock } from '../../kube/index.ts';
import { afterWebhooks } from './after-webhooks.ts';

const notYet = new Error('failed calling webhook "pools.metallb.io": no endpoints available');

function trying(...outcomes: readonly (Error | string)[]) {
  const told: string[] = [];
  let now = 0;
  const clock: Clock = { now: () => now, random: () => 0, sleep: async (ms) => void (now += ms) };
  const left = [...outcomes];
  const write = async () => {
    const outcome = left.length > 1 ? left.shift() : left[0];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const signal = new AbortController().signal;
  return { end: afterWebhooks(write, { waiting: (reason) => told.push(reason), signal, clock }), told };
}

test('a webhook that does not answer yet is waited for, by its name', async () => {
  const { end, told } = trying(notYet, notYet, 'applied');
  expect(await end).toBe('applied');
  expect(told[0]).toBe('the admission webhook pools.metallb.io does not answer yet');
});

test('a kind that the API server is about to learn is waited for', async () => {
  expect(await trying(new Error('the server could not find the requested resource'), 'applied').end).toBe('applied');
});

test('one that never answers is an error after a minute, and any other error is one at once', async () => {
  await expect(trying(notYet).end).rejects.toThrow('no endpoints available');
  const { end, told } = trying(new Error('denied the request'));
  await expect(end).rejects.toThrow('denied');
  expect(told).toEqual([]);
});
