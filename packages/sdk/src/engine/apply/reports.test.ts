import { expect, test } from 'vitest';
import { withReports } from './reports.ts';

const never = new AbortController().signal;

async function read<Item, Result>(reports: AsyncGenerator<Item, Result>): Promise<{ items: Item[]; result: Result }> {
  const items: Item[] = [];
  for (;;) {
    const { done, value } = await reports.next();
    if (done) return { items, result: value };
    items.push(value);
  }
}

const later = () => new Promise((resolve) => setTimeout(resolve, 5));

test('all reports come before the result, in order', async () => {
  const reports = withReports<string, number>(async (report) => {
    report('at once');
    await later();
    report('later');
    report('last');
    return 42;
  }, never);
  expect(await read(reports)).toEqual({ items: ['at once', 'later', 'last'], result: 42 });
});

test('a failure is thrown after the reports before it', async () => {
  const reports = withReports<string, void>(async (report) => {
    report('still well');
    throw new Error('broken');
  }, never);
  expect(await reports.next()).toEqual({ done: false, value: 'still well' });
  await expect(reports.next()).rejects.toThrow('broken');
});

test('an abort reaches the task, and its end is what is thrown', async () => {
  const stop = new AbortController();
  const reports = withReports<string, void>(async (report, signal) => {
    report('begun');
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }, stop.signal);
  await reports.next();
  stop.abort(new Error('enough'));
  await expect(reports.next()).rejects.toThrow('enough');
});

test('a reader who leaves stops the task and waits for its end', async () => {
  let ended = false;
  const reports = withReports<string, void>(async (report, signal) => {
    report('begun');
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await later();
    ended = true;
  }, never);
  for await (const _report of reports) break;
  expect(ended).toBe(true);
});
