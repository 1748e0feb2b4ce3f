import { expect, test } from 'vitest';
import { componentContext } from '../../test/component-context.ts';
import { type ManifestResource, wantedResources } from '../engine/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { components } from './index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a manifest, read at any place
type AnyObject = KubeObject & Record<string, any>;

async function wanted(spec: Record<string, unknown> = {}) {
  const context = componentContext(spec);
  const resources = await wantedResources(components, context);
  const manifests = resources.flatMap(({ resource }) => (resource.driver === 'manifest' ? [resource] : []));
  const find = (kind: string, name: string, namespace?: string) =>
    manifests.find(
      ({ object: { kind: ofKind, metadata } }) =>
        ofKind === kind && metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
    )?.object as AnyObject;
  return { resources, manifests, find, credentials: context.credentials };
}

const nameOf = ({ object }: ManifestResource) => `${object.kind} ${object.metadata.name}`;

test('data, and what data needs to be read again, is kept; all else may go', async () => {
  const { manifests } = await wanted();
  expect(manifests.filter(({ keep }) => keep).map(nameOf)).toEqual([
    'Namespace naas-system',
    'Namespace jupyterhub',
    'Namespace enterprise-gateway',
    'Namespace notebook-kernels',
    'Secret naas-credentials',
    'PersistentVolume nfs-pv',
    'PersistentVolumeClaim jhub-claim',
    'PersistentVolume nfs-pv-kernels',
    'PersistentVolumeClaim kernel-homes',
    'PersistentVolumeClaim kernelspecs-pvc',
  ]);
});

test('every object says whose it is', async () => {
  const { manifests } = await wanted();
  for (const { object } of manifests) {
    expect(object.metadata.labels, object.metadata.name).toMatchObject({
      'app.kubernetes.io/managed-by': 'naas',
      'naas.dev/platform': 'lab',
    });
  }
});

test('no secret stands in a manifest that is not a Secret', async () => {
  const { manifests, credentials } = await wanted();
  const open = JSON.stringify(manifests.filter(({ object }) => object.kind !== 'Secret'));
  for (const secret of Object.values(credentials)) expect(open).not.toContain(secret);
});

test("people's code runs where admission is strictest", async () => {
  const { find } = await wanted();
  const level = (name: string) => find('Namespace', name).metadata.labels?.['pod-security.kubernetes.io/enforce'];
  expect(level('notebook-kernels')).toBe('restricted');
  expect(level('enterprise-gateway')).toBe('baseline');
  expect(level('jupyterhub')).toBe('baseline');
});

test('homes are one export in two volumes, each for one claim only', async () => {
  const { find } = await wanted();
  for (const [volume, claim, namespace] of [
    ['nfs-pv', 'jhub-claim', 'jupyterhub'],
    ['nfs-pv-kernels', 'kernel-homes', 'notebook-kernels'],
  ] as const) {
    expect(find('PersistentVolume', volume)['spec']).toMatchObject({
      nfs: { server: '203.0.113.7', path: '/export/homes' },
      claimRef: { name: claim, namespace },
      persistentVolumeReclaimPolicy: 'Retain',
    });
    expect(find('PersistentVolumeClaim', claim, namespace)['spec']).toMatchObject({ volumeName: volume });
  }
});

test('each share is checked before anything uses it', async () => {
  const nfs = { server: '203.0.113.8', path: '/export/kernelspecs' };
  const { resources } = await wanted({
    storage: { homes: { nfs: { server: '203.0.113.7', path: '/export/homes' } }, kernelspecs: { nfs } },
  });
  const names = resources.map(({ resource }) =>
    resource.driver === 'manifest' ? resource.object.metadata.name : `${resource.driver} ${resource.name}`,
  );
  expect(names.indexOf('probe share-homes')).toBeLessThan(names.indexOf('nfs-pv'));
  expect(names.indexOf('probe share-kernelspecs')).toBeLessThan(names.indexOf('kernelspecs-pv'));
  expect(names.indexOf('kernelspecs-pvc')).toBeLessThan(names.indexOf('files kernelspecs'));
  expect(names.at(-1)).toBe('release jhub');
});

test('the gateway may start and stop pods where kernels live, the guard see them there, and neither anything else', async () => {
  const { manifests, find } = await wanted();
  expect(manifests.map(({ object }) => object.kind)).not.toContain('ClusterRole');
  const roles = manifests.filter(({ object }) => object.kind === 'Role').map(({ object }) => object.metadata);
  expect(roles.map(({ namespace, name }) => `${namespace}/${name}`).toSorted()).toEqual([
    'notebook-kernels/enterprise-gateway',
    'notebook-kernels/gateway-guard',
  ]);
  expect(find('Role', 'enterprise-gateway')['rules']).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] },
  ]);
  expect(find('RoleBinding', 'enterprise-gateway')['subjects']).toEqual([
    { kind: 'ServiceAccount', name: 'enterprise-gateway', namespace: 'enterprise-gateway' },
  ]);
  expect(find('ServiceAccount', 'kernel')['automountServiceAccountToken']).toBe(false);
});

test('the gateway asks for a token from the Secret, lists kernels and culls them', async () => {
  const { find } = await wanted({ gateway: { cull: { idleAfter: '30m' } }, kernels: { maxPerUser: 3 } });
  const [container] = find('Deployment', 'enterprise-gateway')['spec'].template.spec.containers;
  const value = (name: string) => container.env.find((one: { name: string }) => one.name === name);
  expect(value('EG_AUTH_TOKEN')).toEqual({
    name: 'EG_AUTH_TOKEN',
    valueFrom: { secretKeyRef: { name: 'gateway-backend-token', key: 'token' } },
  });
  expect(value('EG_LIST_KERNELS').value).toBe('True');
  expect(value('EG_UNAUTHORIZED_USERS').value).toBe('root,jovyan');
  expect(value('EG_CULL_IDLE_TIMEOUT').value).toBe('1800');
  expect(value('EG_MAX_KERNELS_PER_USER').value).toBe('3');
  expect(container.env.every((one: { value?: unknown }) => ['string', 'undefined'].includes(typeof one.value))).toBe(
    true,
  );
});

test('the gateway is probed by TCP, since every path asks for the token, and reads its kernelspecs only', async () => {
  const { find } = await wanted();
  const { containers, volumes } = find('Deployment', 'enterprise-gateway')['spec'].template.spec;
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    expect(containers[0][probe].tcpSocket).toEqual({ port: 8888 });
  }
  expect(volumes).toEqual([
    { name: 'kernelspecs', persistentVolumeClaim: { claimName: 'kernelspecs-pvc', readOnly: true } },
  ]);
  expect(containers[0].volumeMounts[0].readOnly).toBe(true);
});

test('the front door leads to the guard, the backend to the gateway, which is never there twice', async () => {
  const { find } = await wanted();
  expect(find('Deployment', 'enterprise-gateway')['spec']).toMatchObject({
    replicas: 1,
    strategy: { type: 'Recreate' },
  });
  for (const [service, deployment] of [
    ['enterprise-gateway', 'gateway-guard'],
    ['enterprise-gateway-backend', 'enterprise-gateway'],
    ['gateway-guard-peers', 'gateway-guard'],
  ] as const) {
    const { selector } = find('Service', service)['spec'];
    const { spec } = find('Deployment', deployment);
    expect(spec.template.metadata.labels).toMatchObject(selector);
    expect(spec.selector.matchLabels).toEqual(selector);
  }
});

test("nobody in the servers' namespace can read a token of the gateway", async () => {
  const { manifests } = await wanted();
  const secrets = manifests.filter(({ object }) => object.kind === 'Secret').map(nameOf);
  expect(secrets).toEqual(['Secret naas-credentials', 'Secret gateway-backend-token', 'Secret gateway-guard']);
  expect(manifests.filter(({ object }) => object.metadata.namespace === 'jupyterhub').map(nameOf)).toEqual([
    'PersistentVolumeClaim jhub-claim',
  ]);
});

test('kernels hear only the gateway, and cannot open the NFS server on any port', async () => {
  const { find } = await wanted();
  const { podSelector, policyTypes, ingress, egress } = find('NetworkPolicy', 'kernels')['spec'];
  expect(podSelector).toEqual({});
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
  expect(ingress).toHaveLength(1);
  expect(ingress[0].from).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'enterprise-gateway' } },
      podSelector: { matchLabels: { 'gateway-selector': 'enterprise-gateway' } },
    },
  ]);
  const open = egress.filter((rule: AnyObject) => rule['to'].some((peer: AnyObject) => 'ipBlock' in peer));
  expect(open).toHaveLength(1);
  expect(open[0].to[0].ipBlock).toMatchObject({
    cidr: '0.0.0.0/0',
    except: expect.arrayContaining(['203.0.113.7/32']),
  });
});

/** Whom a policy lets in, and on which ports. */
function doorsOf(policy: AnyObject) {
  expect(policy['spec'].policyTypes).toEqual(['Ingress']);
  return policy['spec'].ingress.map((rule: AnyObject) => [
    rule['from'].map((peer: AnyObject) => Object.values(peer['podSelector']?.matchLabels ?? { all: 'anybody' })[0]),
    rule['ports'].map(({ port }: { port: number }) => port),
  ]);
}

test('the gateway hears the guard, the guard hears servers and what kernels report, and nobody else is heard', async () => {
  const { find } = await wanted();
  expect(doorsOf(find('NetworkPolicy', 'enterprise-gateway'))).toEqual([[['gateway-guard'], [8888, 8877]]]);
  expect(doorsOf(find('NetworkPolicy', 'gateway-guard'))).toEqual([
    [['singleuser-server'], [8888]],
    [['kernel'], [8877]],
    [['anybody'], [9090]],
  ]);
});

test('a gateway that others made hears servers until it is replaced, and one of ours does not', async () => {
  const { find } = await wanted();
  const byHand = find('NetworkPolicy', 'enterprise-gateway-by-hand');
  expect(doorsOf(byHand)).toEqual([[['singleuser-server'], [8888]]]);
  const { matchLabels, matchExpressions } = byHand['spec'].podSelector;
  expect(matchLabels).toEqual({ 'gateway-selector': 'enterprise-gateway' });
  expect(matchExpressions).toEqual([{ key: 'app.kubernetes.io/managed-by', operator: 'NotIn', values: ['naas'] }]);
  const ours = find('Deployment', 'enterprise-gateway')['spec'].template.metadata.labels;
  expect(ours['app.kubernetes.io/managed-by']).toBe('naas');
});

test('a kernel reports to the guard, also where the gateway says where', async () => {
  const { find } = await wanted();
  const [container] = find('Deployment', 'enterprise-gateway')['spec'].template.spec.containers;
  expect(container.env).toEqual(
    expect.arrayContaining([
      { name: 'EG_RESPONSE_IP', value: 'enterprise-gateway.enterprise-gateway' },
      { name: 'EG_RESPONSE_ADDR_ANY', value: 'True' },
    ]),
  );
  const { selector, ports } = find('Service', 'enterprise-gateway')['spec'];
  expect(selector).toEqual({ 'app.kubernetes.io/name': 'gateway-guard' });
  expect(ports.map(({ port }: { port: number }) => port)).toEqual([8888, 8877]);
  const [, toReport] = find('NetworkPolicy', 'kernels')['spec'].egress;
  expect(toReport.to[0].podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'gateway-guard' });
});

test('a mirror gives the images of gateway, guard, checks and kernels', async () => {
  const { resources, find } = await wanted({ images: { registry: 'mirror.example.com' } });
  const [container] = find('Deployment', 'enterprise-gateway')['spec'].template.spec.containers;
  expect(container.image).toBe('mirror.example.com/elyra/enterprise-gateway:3.3.0');
  const [guard] = find('Deployment', 'gateway-guard')['spec'].template.spec.containers;
  expect(guard.image).toBe('mirror.example.com/library/node:20-bookworm-slim');
  const text = JSON.stringify(
    resources.filter(({ resource }) => resource.driver === 'probe' || resource.driver === 'files'),
    (_key, value: unknown) => (value instanceof Map ? [...value] : value),
  );
  expect(text).toContain('mirror.example.com/elyra/');
  expect(text).not.toContain('docker.io');
});
