import { expect, test } from 'vitest';
import { firstOfPeers } from '../src/left-overs/first-of-peers.ts';
import { guardedGateway, type GuardedGateway } from './start-stand-ins.ts';

async function afterSeconds(platform: GuardedGateway, ...seconds: number[]): Promise<void> {
  for (const each of seconds) {
    platform.clock.time += each * 1000;
    await platform.guard.findLeftOvers();
  }
}

test('a kernel ends ten minutes after its person had a server, and not before', async () => {
  await using platform = await guardedGateway();
  const left = platform.kernelOf('alice');
  const kept = platform.kernelOf('bob');
  platform.hub.servers.delete('alice');
  await afterSeconds(platform, 0, 599);
  expect(platform.gateway.kernels.size).toBe(2);
  await afterSeconds(platform, 2);
  expect([...platform.gateway.kernels.keys()]).toEqual([kept]);
  expect(platform.lines).toContainEqual(
    expect.objectContaining({
      event: 'kernel-stopped',
      kernel: left,
      person: 'alice',
      reason: 'its person has no server any more',
    }),
  );
});

test('a person who comes back in time finds the kernel, and the time begins anew', async () => {
  await using platform = await guardedGateway();
  platform.kernelOf('alice');
  platform.hub.servers.delete('alice');
  await afterSeconds(platform, 0, 500);
  platform.hub.servers.add('alice');
  await afterSeconds(platform, 50);
  platform.hub.servers.delete('alice');
  await afterSeconds(platform, 50, 550);
  expect(platform.gateway.kernels.size).toBe(1);
});

test('with a time of 0 kernels live on', async () => {
  await using platform = await guardedGateway({ settings: { leftOvers: { endAfterSeconds: 0 } } });
  platform.kernelOf('alice');
  platform.hub.servers.clear();
  await afterSeconds(platform, 0, 100_000);
  expect(platform.gateway.kernels.size).toBe(1);
});

test('nothing is concluded from a hub that does not answer', async () => {
  await using platform = await guardedGateway();
  platform.kernelOf('alice');
  platform.hub.broken = 503;
  for (let rounds = 0; rounds < 3; rounds += 1) {
    platform.clock.time += 1_000_000;
    await expect(platform.guard.findLeftOvers()).rejects.toThrow('status 503');
  }
  expect(platform.gateway.kernels.size).toBe(1);
});

test('pods and kernels that have lost each other are reported once', async () => {
  await using platform = await guardedGateway();
  const withoutPod = platform.kernelOf('alice');
  platform.pods.drop(withoutPod);
  const withoutKernel = platform.kernelOf('bob');
  platform.gateway.kernels.delete(withoutKernel);
  await afterSeconds(platform, 0, 149);
  expect(platform.lines.filter(({ level }) => level === 'warning')).toEqual([]);
  await afterSeconds(platform, 2, 60, 60);
  expect(platform.lines.filter(({ level }) => level === 'warning')).toEqual([
    expect.objectContaining({ event: 'kernel-without-pod', kernel: withoutPod }),
    expect.objectContaining({
      event: 'pod-without-kernel',
      kernel: withoutKernel,
      pod: `nb-${withoutKernel}`,
      person: 'bob',
    }),
  ]);
  expect([platform.gateway.kernels.size, platform.pods.removed]).toEqual([1, []]);
});

test('they are swept where the settings say so', async () => {
  await using platform = await guardedGateway({ settings: { leftOvers: { sweepOrphans: true } } });
  platform.pods.drop(platform.kernelOf('alice'));
  const withoutKernel = platform.kernelOf('bob');
  platform.gateway.kernels.delete(withoutKernel);
  await afterSeconds(platform, 0, 151);
  expect([platform.gateway.kernels.size, platform.pods.removed]).toEqual([0, [`nb-${withoutKernel}`]]);
  const metrics = await (await fetch(`${platform.guard.operationsUrl}/metrics`)).text();
  expect(metrics).toContain('gateway_guard_left_overs_total{kind="pod-without-kernel",done="ended"} 1');
});

test('a replica that does not know its place touches nothing, and says so', async () => {
  await using platform = await guardedGateway({ ownAddress: '192.0.2.1' });
  platform.kernelOf('alice');
  platform.hub.servers.clear();
  await platform.guard.findLeftOvers().catch(() => undefined);
  platform.clock.time += 601_000;
  await expect(platform.guard.findLeftOvers()).rejects.toThrow('peers.invalid');
  expect(platform.gateway.kernels.size).toBe(1);
});

test.each([
  [['192.0.2.2', '192.0.2.1'], true],
  [['192.0.2.1', '192.0.2.0'], false],
  [['192.0.2.2'], false],
  [[], false],
])('of the replicas at %j the one at 192.0.2.1 is the first: %s', async (addresses, expected) => {
  const resolve = () => Promise.resolve(addresses);
  expect(await firstOfPeers({ name: 'peers', own: '192.0.2.1', resolve })).toBe(expected);
});
