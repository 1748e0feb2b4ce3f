import { randomUUID } from 'node:crypto';
import { connectKube, listObjects } from '@naas/sdk';
import type { Bench } from '../../support/bench.ts';
import type { Context, Pod } from './attempt.ts';
import { BARE, BARE_ACCOUNT, BARE_HOMES, bareGateway } from './bare-gateway.ts';
import { addressOf, type Column, type KernelAtWork, podOf, startAtWork, stillRuns } from './column.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const ALICE = { namespace: BARE, pod: 'alice' };
const BOB = { namespace: BARE, pod: 'bob' };

/** Alice and Bob on a gateway as the official chart leaves it. */
export async function bareColumn(bench: Bench): Promise<Column> {
  const kube = await connectKube({ kubeconfig: bench.kubeconfig, userAgent: 'naas-test' });
  const bare = await bareGateway(bench);
  const [gateway] = await listObjects(kube, POD, { namespace: BARE, labelSelector: 'gateway-selector' });
  const share = `${bench.nfs.path}/${BARE_HOMES}`;
  const homes = { alice: `${share}/alice`, bob: `${share}/bob` };
  const secret = randomUUID();
  const nobody = { kernel: '', pod: '', uid: '', address: '', ports: [] };
  let alice: KernelAtWork = nobody;
  let bob: KernelAtWork = nobody;
  const serverAddress = addressOf(await podOf(kube, ALICE));
  const context = (): Context => ({
    front: `enterprise-gateway.${BARE}`,
    kernelspec: 'python_kubernetes',
    env: { KERNEL_USERNAME: 'bob', KERNEL_PATH: homes.bob },
    nfs: { server: bench.nfs.server, share },
    alice: {
      kernel: alice.kernel,
      kernelAddress: alice.address,
      kernelPorts: alice.ports,
      serverAddress,
      serverPod: ALICE.pod,
      home: homes.alice,
    },
    bob: { kernel: bob.kernel, kernelPod: bob.pod, home: homes.bob },
    namespaces: { gateway: BARE, servers: BARE, kernels: bob.pod, elsewhere: 'default' },
    gateway: { host: `enterprise-gateway.${BARE}`, address: addressOf(gateway as Pod), account: BARE_ACCOUNT },
    guards: [],
    tokens: { stale: 'any', narrow: {} },
    maxPerUser: 5,
    secret,
  });
  const as = (username: string, home: string) => ({
    ...context(),
    env: { KERNEL_USERNAME: username, KERNEL_PATH: home },
  });
  return {
    kube,
    people: { alice: ALICE, bob: BOB },
    // Attempts do end kernels here.
    ready: async () => {
      if (!(await stillRuns(kube, alice)))
        alice = await startAtWork(kube, ALICE, { context: as('alice', homes.alice), memory: secret });
      if (!(await stillRuns(kube, bob)))
        bob = await startAtWork(kube, BOB, { context: as('bob', homes.bob), memory: 'of Bob' });
      return context();
    },
    [Symbol.asyncDispose]: async () => {
      await bare[Symbol.asyncDispose]();
      await kube.close();
    },
  };
}
