import { expect, test } from 'vitest';
import { type ObjectServer, startObjectServer } from '../../../test/object-server.ts';
import type { Clock } from '../../kube/index.ts';
import { acquireLease, type LeaseOptions } from './lease.ts';
import type { Holder } from './lease-object.ts';

const alice: Holder = { who: 'alice@desk', host: 'desk', pid: 11, purpose: 'deploy' };
const bob: Holder = { who: 'bob@sofa', host: 'sofa', pid: 22, purpose: 'destroy' };

/** A clock that is moved on by whoever sleeps on it, and lets others work meanwhile. */
function quickClock(): Clock {
  let now = Date.parse('2026-01-01T00:00:00Z');
  return {
    now: () => now,
    random: () => 0,
    async sleep(milliseconds, signal) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      signal?.throwIfAborted();
      now += milliseconds;
    },
  };
}

function acquire(api: ObjectServer, holder: Holder, more: Partial<LeaseOptions> = {}) {
  const signal = new AbortController().signal;
  return acquireLease(api.kube, { holder, clock: quickClock(), signal, waiting: () => {}, ...more });
}

/** What is left of a holder that was killed: nobody renews it. */
async function abandoned(api: ObjectServer, holder: Holder): Promise<void> {
  const lease = await acquire(api, holder);
  const held = api.live.get('Lease naas-system/naas')!;
  await lease[Symbol.asyncDispose]();
  api.add(held);
}

test('who holds it is told to whoever comes second, with since when and what for', async () => {
  await using api = await startObjectServer();
  await using _held = await acquire(api, alice);
  await expect(acquire(api, bob)).rejects.toMatchObject({
    code: 'PLATFORM_BUSY',
    message: 'alice@desk is at work on the platform (deploy, since 2026-01-01T00:00:00Z). Nothing more was changed.',
  });
});

test('it is free again when it was given back', async () => {
  await using api = await startObjectServer();
  await (await acquire(api, alice))[Symbol.asyncDispose]();
  await using lease = await acquire(api, bob);
  expect(lease.lost.aborted).toBe(false);
});

test('a holder of another machine that no longer renews is waited out, whatever time its clock had', async () => {
  await using api = await startObjectServer();
  await abandoned(api, alice);
  const told: string[] = [];
  await using lease = await acquire(api, bob, { waiting: (reason) => told.push(reason) });
  await lease.renew();
  expect(told[0]).toMatch(/^alice@desk is at work .*; looking whether that is still so$/);
});

test('a holder that died on this machine is not waited for', async () => {
  await using api = await startObjectServer();
  await abandoned(api, alice);
  const told: string[] = [];
  const again = { ...alice, pid: 33 };
  await using _lease = await acquire(api, again, { waiting: (reason) => told.push(reason), isAlive: () => false });
  expect(told).toEqual([]);
});

test('a holder that slept while another took over cannot go on', async () => {
  await using api = await startObjectServer();
  await using sleeper = await acquire(api, alice);
  const held = api.live.get('Lease naas-system/naas')!;
  api.add({ ...held, spec: { ...(held['spec'] as object), holderIdentity: 'bob@sofa' } });
  await expect(sleeper.renew()).rejects.toMatchObject({ code: 'PLATFORM_BUSY' });
  expect(sleeper.lost.aborted).toBe(true);
});
