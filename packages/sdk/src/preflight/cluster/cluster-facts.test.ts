import { describe, expect, test } from 'vitest';
import { status } from '../../../test/api-server.ts';
import { recordedCluster, startClusterServer } from '../../../test/cluster-server.ts';
import { readClusterFacts } from './cluster-facts.ts';

const signal = new AbortController().signal;

/** What each cluster of the fixtures is, which are written from documents and not recorded. */
const CLUSTERS = [
  {
    cluster: 'microk8s',
    distribution: 'microk8s',
    loadBalancer: 'no, MetalLB runs, but has no address pool',
    networkPolicies: 'yes, Calico enforces NetworkPolicies',
    byDefault: 'microk8s-hostpath',
  },
  {
    cluster: 'k3s',
    distribution: 'k3s',
    loadBalancer: 'yes, ServiceLB of k3s gives Services the addresses of nodes',
    networkPolicies: 'yes, k3s enforces NetworkPolicies unless it was started with --disable-network-policy',
    byDefault: 'local-path',
  },
  {
    cluster: 'k3d',
    distribution: 'k3s',
    loadBalancer: 'unknown, k3s has ServiceLB unless it was started with --disable=servicelb',
    networkPolicies: 'yes, k3s enforces NetworkPolicies unless it was started with --disable-network-policy',
    byDefault: 'local-path',
  },
  {
    cluster: 'rke2',
    distribution: 'rke2',
    loadBalancer: 'no, Nothing was found that gives Services of type LoadBalancer an address',
    networkPolicies: 'yes, Canal enforces NetworkPolicies',
    byDefault: undefined,
  },
  {
    cluster: 'kind',
    distribution: 'kind',
    loadBalancer: 'unknown, In kind a program outside the cluster, cloud-provider-kind, gives addresses',
    networkPolicies: 'unknown, kindnet may enforce NetworkPolicies: it does since kind 0.24',
    byDefault: 'standard',
  },
  {
    cluster: 'minikube',
    distribution: 'minikube',
    loadBalancer: 'unknown, In minikube a program outside the cluster, minikube tunnel, gives addresses',
    networkPolicies:
      'unknown, Whether NetworkPolicies are enforced is unknown: no network plugin that is known was found',
    byDefault: 'standard',
  },
  {
    cluster: 'eks',
    distribution: 'eks',
    loadBalancer: 'yes, AWS gives Services load balancers',
    networkPolicies: 'no, the VPC plugin of AWS does not enforce NetworkPolicies',
    byDefault: undefined,
  },
  {
    cluster: 'gke',
    distribution: 'gke',
    loadBalancer: 'yes, Google Cloud gives Services load balancers',
    networkPolicies: 'yes, GKE Dataplane V2 enforces NetworkPolicies',
    byDefault: 'standard-rwo',
  },
  {
    cluster: 'aks',
    distribution: 'aks',
    loadBalancer: 'yes, Azure gives Services load balancers',
    networkPolicies:
      'unknown, Whether NetworkPolicies are enforced is unknown: no network plugin that is known was found',
    byDefault: 'default',
  },
  {
    cluster: 'kubeadm',
    distribution: 'unknown',
    loadBalancer: 'yes, MetalLB gives Services addresses of the pool office',
    networkPolicies: 'no, Flannel does not enforce NetworkPolicies',
    byDefault: undefined,
  },
];

describe('a cluster is recognised by what it says of itself', () => {
  test.each(CLUSTERS)('$cluster', async ({ cluster, byDefault, ...wanted }) => {
    await using api = await startClusterServer(await recordedCluster(cluster));
    const facts = await readClusterFacts(api.kube, { signal });
    const { distribution, loadBalancer, networkPolicies } = facts;
    expect({
      distribution,
      loadBalancer: `${loadBalancer.state}, ${loadBalancer.words}`,
      networkPolicies: `${networkPolicies.state}, ${networkPolicies.words}`,
    }).toEqual(wanted);
    expect(facts.storageClasses?.find(({ isDefault }) => isDefault)?.name).toBe(byDefault);
    expect(facts.dns.state).toBe('yes');
    expect(facts.authorization.state).toBe(cluster === 'microk8s' ? 'no' : 'yes');
    expect(api.seen.length).toBeLessThanOrEqual(12);
    expect(api.writes).toEqual([]);
  });
});

test('nodes say which of them take pods', async () => {
  await using api = await startClusterServer(await recordedCluster('kubeadm'));
  const { nodes = [] } = await readClusterFacts(api.kube, { signal });
  expect(nodes.map(({ name, ready, schedulable }) => ({ name, ready, schedulable }))).toEqual([
    { name: 'master', ready: true, schedulable: false },
    { name: 'worker-1', ready: true, schedulable: true },
    { name: 'worker-2', ready: false, schedulable: true },
  ]);
});

test('what may not be read is unknown, and a refused question about rights shows that rights are checked', async () => {
  const cluster = await recordedCluster('kubeadm');
  const instead = ({ path }: { path: string }) => (path === '/version' ? undefined : status(403, 'Forbidden'));
  await using api = await startClusterServer({ ...cluster, version: 'v1.33.5+k3s1', instead });
  const facts = await readClusterFacts(api.kube, { signal });
  expect(facts).toMatchObject({ distribution: 'k3s', dns: { state: 'unknown' }, authorization: { state: 'yes' } });
  expect(facts).not.toHaveProperty('nodes');
  expect(facts).not.toHaveProperty('storageClasses');
});

test('a pool that nothing announces gives no address', async () => {
  const cluster = await recordedCluster('kubeadm');
  const objects = cluster.objects.filter(({ kind }) => kind !== 'L2Advertisement');
  await using api = await startClusterServer({ ...cluster, objects });
  const { loadBalancer } = await readClusterFacts(api.kube, { signal });
  expect(loadBalancer).toMatchObject({ state: 'no', lacks: 'advertisement' });
});

test('a cloud whose plugin was told to enforce policies enforces them', async () => {
  const cluster = JSON.parse(
    JSON.stringify(await recordedCluster('eks')).replace(
      '--enable-network-policy=false',
      '--enable-network-policy=true',
    ),
  ) as Awaited<ReturnType<typeof recordedCluster>>;
  await using api = await startClusterServer(cluster);
  expect((await readClusterFacts(api.kube, { signal })).networkPolicies.state).toBe('yes');
});
