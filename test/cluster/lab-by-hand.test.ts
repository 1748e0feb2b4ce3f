import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aliceSession, type AliceSession } from './support/alice-session.ts';
import { readBench } from './support/bench.ts';
import { labByHand, type LabByHand } from './support/lab-by-hand.ts';
import { ownNamespace } from './support/own-namespace.ts';

const bench = await readBench();
const stranger = ownNamespace();
const GATEWAY = 'http://enterprise-gateway.enterprise-gateway:8888';
const charts = [
  { chart: 'the small chart of this repository', path: bench.charts.small },
  ...(bench.charts.official === undefined ? [] : [{ chart: 'the official chart', path: bench.charts.official }]),
];

describe.each(charts)('the lab by hand, with $chart', ({ path }) => {
  let lab: LabByHand;
  let alice: AliceSession;

  beforeAll(async () => {
    lab = await labByHand(bench, { chart: path });
    await lab.down();
    await lab.up();
    await lab.makeHome('alice');
  });

  afterAll(async () => {
    await alice?.[Symbol.asyncDispose]();
    await lab.down();
    await lab[Symbol.asyncDispose]();
  });

  test('lets Alice sign in, start her server, and compute in a kernel that shares her home', async () => {
    alice = await aliceSession(bench);
    await alice.stillThere();
    expect(await alice.isSignedIn()).toBe(true);
  });

  describe('to a stranger in any pod of the cluster', () => {
    beforeAll(async () => {
      await lab.kubectl(['apply', '-f', '-'], JSON.stringify(stranger.pod('stranger')));
      const ready = ['--for=condition=Ready', '--timeout=60s'];
      await lab.kubectl(['wait', 'pod/stranger', '-n', stranger.namespace, ...ready]);
    });

    const ask = async (path: string, ...options: string[]) => {
      const call = ['timeout', '60', 'wget', '-qO-', ...options, `${GATEWAY}${path}`];
      const { stdout } = await lab.kubectl(['exec', '-n', stranger.namespace, 'stranger', '--', ...call]);
      return JSON.parse(stdout) as unknown;
    };

    test('the gateway names the kernel of Alice, and asks for no token', async () => {
      expect(await ask('/api/kernels')).toMatchObject([{ id: alice.kernelId }]);
    });

    test('the gateway gives a kernel with the home of Alice, for the asking', async () => {
      const home = `${bench.nfs.path}/alice`;
      const env = { KERNEL_USERNAME: 'mallory', KERNEL_PATH: home };
      const body = JSON.stringify({ name: 'python_kubernetes', env });
      const { id } = (await ask('/api/kernels', `--post-data=${body}`)) as { id: string };
      const { stdout } = await lab.kubectl(['get', 'pods', '-A', '-l', `kernel_id=${id}`, '-o', 'json']);
      const [pod] = (JSON.parse(stdout) as { items: { metadata: { name: string; namespace: string } }[] }).items;
      expect(pod).toMatchObject({
        metadata: { name: expect.stringMatching(/^mallory-/) as string },
        spec: { volumes: expect.arrayContaining([{ name: 'nfs-mount', nfs: { ...bench.nfs, path: home } }]) as object },
      });
      const { name, namespace } = pod!.metadata;
      const read = ['exec', '-n', namespace, name, '--', 'cat', '/home/jovyan/kept-by-alice.txt'];
      expect((await lab.kubectl(read)).stdout).toMatch(/^[0-9a-f-]{36}$/);
    });
  });
});
