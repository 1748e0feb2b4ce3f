import { expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import { NaasError, type NaasErrorCode } from '../../errors.ts';
import type { Clock, Kube, Verdict } from '../../kube/index.ts';
import { becomeReady } from './become-ready.ts';

const subject = { kind: 'Deployment', namespace: 'lab', name: 'hub' };
const waiting = (reason: string): Verdict => ({ state: 'waiting', reason });
const failed = (reason: string): Verdict => ({ state: 'failed', reason, hint: 'mend it' });

/** Judges by a list of verdicts, the last one for good; an error is thrown. Time passes only by sleeping. */
function run(...verdicts: (Verdict | Error)[]) {
  const told: string[] = [];
  const stop = new AbortController();
  let now = 1_000;
  const clock: Clock = {
    now: () => now,
    random: () => 0,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      now += milliseconds;
    },
  };
  const judge = async () => {
    const verdict = verdicts.length > 1 ? verdicts.shift() : verdicts[0];
    if (verdict instanceof Error) throw verdict;
    return verdict!;
  };
  const context = {
    ...componentContext(),
    kube: {} as Kube,
    signal: stop.signal,
  };
  const waits = (reason: string) => told.push(reason);
  const end = becomeReady({ subject, judge }, context, { waiting: waits, clock });
  return { end, told, stop, elapsed: () => now - 1_000 };
}

const errorOf = (code: NaasErrorCode) => new NaasError(code, `no answer (${code})`);

test('a check that comes to hold is waited for, and each reason is told once', async () => {
  const { end, told } = run(waiting('pulling'), waiting('pulling'), waiting('starting'), { state: 'ready' });
  await end;
  expect(told).toEqual(['pulling', 'starting']);
});

test('a cause that waiting does not cure ends the wait soon, with what to do', async () => {
  const { end, elapsed } = run(failed('no such image'));
  await expect(end).rejects.toMatchObject({
    code: 'COMPONENT_NOT_READY',
    message: 'Deployment lab/hub is not ready: no such image',
    hint: 'mend it',
    subject,
  });
  expect(elapsed()).toBe(8_000);
});

test('a cause that goes away by itself does not count', async () => {
  const seconds = (count: number, verdict: Verdict) => Array.from({ length: count * 2 }, () => verdict);
  const { end } = run(...seconds(7, failed('crashed')), waiting('starting again'), ...seconds(7, failed('crashed')), {
    state: 'ready',
  });
  await expect(end).resolves.toBeUndefined();
});

test('the deadline ends with the last reason', async () => {
  const { end, elapsed } = run(waiting('pulling'));
  await expect(end).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'Deployment lab/hub was not ready within 5 minutes: pulling',
    retryable: true,
  });
  expect(elapsed()).toBe(300_000);
});

test.each(['COMPONENT_NOT_READY', 'KUBE_UNREACHABLE', 'KUBE_NOT_FOUND', 'TIMED_OUT'] as const)(
  'what cannot be asked yet (%s) is waited for',
  async (code) => {
    const { end, told } = run(errorOf(code), { state: 'ready' });
    await end;
    expect(told).toEqual([`no answer (${code})`]);
  },
);

test.each(['KUBE_FORBIDDEN', 'KUBE_UNAUTHORIZED'] as const)('what may not be asked (%s) ends it', async (code) => {
  await expect(run(errorOf(code), { state: 'ready' }).end).rejects.toMatchObject({ code });
});

test('a mistake of ours is not taken for waiting', async () => {
  await expect(run(new TypeError('undefined is not'), { state: 'ready' }).end).rejects.toThrow(TypeError);
});

test('an abort ends the wait with its reason', async () => {
  const { end, stop } = run(waiting('pulling'));
  stop.abort(new Error('enough'));
  await expect(end).rejects.toThrow('enough');
});
