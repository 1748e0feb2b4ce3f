import { describe, expect, test } from 'vitest';
import { componentContext, GUARD_BUNDLE } from '../../../test/component-context.ts';
import { fingerprintWithout, type Resource } from '../../engine/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { guard } from './guard.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a manifest, read at any place
type AnyObject = KubeObject & Record<string, any>;

async function made(spec: Record<string, unknown> = {}, context = componentContext(spec)) {
  const resources: Resource[] = await guard.desired(context);
  const objects = resources.flatMap((resource) => (resource.driver === 'manifest' ? [resource.object] : []));
  const find = (kind: string, name = 'gateway-guard') =>
    objects.find((object) => object.kind === kind && object.metadata.name === name) as AnyObject;
  return { objects, find, pod: find('Deployment')['spec'].template as AnyObject };
}

describe('the pods of the guard', () => {
  test('run the program with the settings, and read the tokens from files', async () => {
    const { pod } = await made();
    const [container] = pod['spec'].containers;
    expect(container.command).toEqual([
      'node',
      '/etc/gateway-guard/gateway-guard.mjs',
      '/etc/gateway-guard/settings.json',
    ]);
    expect(container.volumeMounts).toEqual([
      { name: 'program', mountPath: '/etc/gateway-guard', readOnly: true },
      { name: 'secrets', mountPath: '/etc/gateway-guard-secrets', readOnly: true },
    ]);
    expect(pod['spec'].volumes).toMatchObject([
      { configMap: { name: 'gateway-guard' } },
      { secret: { secretName: 'gateway-guard', defaultMode: 0o440 } },
    ]);
    expect(container.env.map(({ name }: { name: string }) => name)).toEqual([
      'POD_IP',
      'NODE_EXTRA_CA_CERTS',
      'GUARD_SECRETS_DIR',
    ]);
  });

  test('are nobody, and can write nothing and gain nothing', async () => {
    const { pod } = await made();
    const [container] = pod['spec'].containers;
    expect(pod['spec'].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });

  test('are replaced one after the other, on different nodes where there are some, and never all at once', async () => {
    const { find } = await made();
    expect(find('Deployment')['spec']).toMatchObject({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } },
      template: { spec: { terminationGracePeriodSeconds: 30, affinity: { podAntiAffinity: {} } } },
    });
    expect(find('PodDisruptionBudget')['spec'].minAvailable).toBe(1);
  });

  test('may be drained where there is one only', async () => {
    const { find } = await made({ guard: { replicas: 1 } });
    expect(find('PodDisruptionBudget')).toBeUndefined();
  });

  test('start anew for another program, other settings and another token, and for nothing else', async () => {
    const context = componentContext();
    const annotations = async (different: Partial<typeof context>, spec = {}) => {
      const { pod } = await made(spec, { ...componentContext(spec), credentials: context.credentials, ...different });
      return JSON.stringify(pod.metadata.annotations);
    };
    const before = await annotations({});
    expect(await annotations({})).toBe(before);
    expect(await annotations({ guardBundle: async () => 'another' })).not.toBe(before);
    expect(await annotations({}, { kernels: { maxPerUser: 9 } })).not.toBe(before);
    const credentials = { ...context.credentials, guardToken: 'another' };
    expect(await annotations({ credentials })).not.toBe(before);
    expect(await annotations({}, { guard: { replicas: 3 } })).toBe(before);
  });

  test('count in a plan as the same, whichever process made the tokens that are not stored yet', async () => {
    const fingerprint = async () => {
      const context = componentContext();
      const { objects } = await made({}, context);
      return fingerprintWithout({ ...context.credentials })(objects);
    };
    expect(await fingerprint()).toBe(await fingerprint());
  });
});

test('the guard has the tokens, each in a file of its own, and nobody beside it in the same Secret', async () => {
  const context = componentContext();
  const { find } = await made({}, context);
  const { backendToken, guardToken, guardHubToken } = context.credentials;
  const text = (value: unknown) => Buffer.from(String(value), 'base64').toString();
  const files = Object.entries(find('Secret')['data']).map(([name, value]) => [name, text(value)]);
  expect(Object.fromEntries(files)).toEqual({
    'gateway-token': backendToken,
    'operator-token': guardToken,
    'hub-token': guardHubToken,
  });
});

test('the guard sees pods where kernels are, and deletes some only where the file says so', async () => {
  const rules = async (guardPart?: object) => {
    const { find } = await made(guardPart ? { guard: guardPart } : {});
    expect(find('Role').metadata.namespace).toBe('notebook-kernels');
    return find('Role')['rules'];
  };
  expect(await rules()).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
  expect((await rules({ leftOvers: { sweepOrphans: true } }))[0].verbs).toContain('delete');
});

test('the settings say what the file says, in seconds', async () => {
  const { find } = await made({
    guard: { hub: { cacheFor: '30s', awayFor: '5m' }, leftOvers: { endAfter: 0, sweepOrphans: true } },
    kernels: { maxPerUser: 3, launchTimeout: '3m', largest: { cpu: 2, memory: '4Gi' } },
  });
  const { data } = find('ConfigMap');
  expect(data['gateway-guard.mjs']).toBe(GUARD_BUNDLE);
  expect(JSON.parse(data['settings.json'])).toEqual({
    port: 8888,
    operationsPort: 9090,
    responsePort: 8877,
    gateway: { url: 'http://enterprise-gateway-backend.enterprise-gateway:8888', responsePort: 8877 },
    hub: { url: 'http://proxy-public.jupyterhub/hub/api', cacheSeconds: 30, awaySeconds: 300 },
    kernels: {
      namespace: 'notebook-kernels',
      serviceAccount: 'kernel',
      homeMountPath: '/home/jovyan',
      launchSeconds: 180,
      maxPerUser: 3,
      largest: { cpu: '2', memory: '4Gi' },
    },
    leftOvers: { endAfterSeconds: 0, sweepOrphans: true },
    peers: 'gateway-guard-peers.enterprise-gateway.svc',
  });
});

test('without a most, nobody may ask for resources', async () => {
  const { find } = await made();
  expect(JSON.parse(find('ConfigMap')['data']['settings.json']).kernels.largest).toBeNull();
});
