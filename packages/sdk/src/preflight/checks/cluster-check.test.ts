import { expect, test } from 'vitest';
import { factsOf, runCheck, told } from '../../../test/run-check.ts';
import { NaasError } from '../../errors.ts';
import { clusterCheck } from './cluster-check.ts';
import { nodesCheck } from './nodes-check.ts';
import { platformCheck } from './platform-check.ts';

test('without a node that takes pods a deploy stops', async () => {
  const { nodes = [] } = await factsOf('kubeadm');
  const down = nodes.filter(({ name }) => name !== 'worker-1');
  expect(told(await runCheck(nodesCheck, { cluster: { nodes: down } }))).toEqual([
    'stop: None of 2 nodes is ready and takes pods',
    'warning: The node worker-2 is not ready',
  ]);
});

test('nodes of two architectures are told', async () => {
  expect(told(await runCheck(nodesCheck, { cluster: await factsOf('k3s') }))).toEqual([
    'ok: 2 nodes take pods: arm64, containerd://2.1.4-k3s1; amd64, containerd://2.1.4-k3s1',
  ]);
});

test.each(['kind', 'k3d'])('nodes of %s, which are containers, have no NFS client', async (name) => {
  const findings = await runCheck(nodesCheck, { cluster: await factsOf(name) });
  expect(findings.at(-1)).toMatchObject({ level: 'warning', hint: expect.stringContaining('nfs-common') });
});

test('what it lacks comes with the command of its distribution', async () => {
  expect(await runCheck(clusterCheck, { cluster: await factsOf('microk8s') })).toMatchObject([
    { code: 'authorization', level: 'warning', hint: 'microk8s enable rbac' },
    { code: 'dns', level: 'ok' },
    { code: 'network-policies', level: 'ok' },
  ]);
  expect(await runCheck(clusterCheck, { cluster: await factsOf('eks') })).toMatchObject([
    { level: 'ok' },
    { level: 'ok' },
    { level: 'warning', hint: expect.stringContaining('"enableNetworkPolicy":"true"') },
  ]);
  expect(told(await runCheck(clusterCheck, { cluster: await factsOf('aks') }))).toContainEqual(
    expect.stringMatching(/^unknown: Whether NetworkPolicies are enforced is unknown/),
  );
});

test('a platform of another name stops a deploy', async () => {
  const error = new NaasError('PLAN_BLOCKED', 'This cluster has the platform old.', { hint: 'Destroy it first.' });
  expect(await runCheck(platformCheck, { refuseOtherPlatform: () => Promise.reject(error) })).toEqual([
    { code: 'platform', level: 'stop', words: 'This cluster has the platform old.', hint: 'Destroy it first.' },
  ]);
  expect(told(await runCheck(platformCheck))).toEqual(['ok: No other platform than lab is here']);
});
