import { describe, expect, test } from 'vitest';
import { platformConfig } from '../../../test/platform-config.ts';
import type { KubeObject } from '../../kube/index.ts';
import { gatewayChartValues } from './chart-values.ts';
import { gatewayFromChart } from './gateway-from-chart.ts';
import { gatewayDeployment, gatewayService } from './gateway-manifests.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a manifest, read at any place
type AnyObject = KubeObject & Record<string, any>;

const labels = { 'naas.dev/platform': 'lab' };
const chart = { path: '/charts/enterprise-gateway' };
const theirs = { app: 'enterprise-gateway', chart: 'enterprise-gateway-3.3.0', heritage: 'Helm' };

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'enterprise-gateway', namespace: 'elsewhere', labels: theirs },
  spec: {
    type: 'NodePort',
    externalIPs: ['198.51.100.7'],
    selector: { app: 'enterprise-gateway' },
    ports: [{ name: 'http', port: 8888, targetPort: 8888 }],
  },
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'enterprise-gateway', namespace: 'elsewhere', labels: theirs },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'enterprise-gateway' } },
    template: {
      metadata: { labels: { app: 'enterprise-gateway', component: 'enterprise-gateway' } },
      spec: {
        serviceAccountName: 'enterprise-gateway-sa',
        terminationGracePeriodSeconds: 30,
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'enterprise-gateway',
            image: 'elyra/enterprise-gateway:3.3.0',
            imagePullPolicy: 'Always',
            env: [
              { name: 'EG_NAMESPACE', value: 'elsewhere' },
              { name: 'EG_AUTH_TOKEN', value: 'as text' },
              { name: 'EG_CULL_CONNECTED', value: 'False' },
              { name: 'EG_CULL_CONNECTED', value: 'True' },
            ],
            volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
          },
        ],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
  },
};
const others = ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'DaemonSet', 'Ingress', 'Secret'].map(
  (kind) => ({
    kind,
    metadata: { name: 'enterprise-gateway' },
  }),
);

const config = platformConfig({ gateway: { chart } });
const made = () => gatewayFromChart([...others, service, deployment], config, labels) as [AnyObject, AnyObject];

describe("of what the gateway's chart renders", () => {
  test('its Service and its Deployment are taken, by the names they have without the chart', () => {
    const names = made().map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(names).toEqual([
      'Service enterprise-gateway/enterprise-gateway-backend',
      'Deployment enterprise-gateway/enterprise-gateway',
    ]);
    for (const { metadata } of made()) expect(metadata.labels).toEqual({ ...theirs, ...labels });
  });

  test('no way in from outside is left', () => {
    const [{ spec }] = made();
    expect(spec).toMatchObject({ type: 'ClusterIP', ports: service.spec.ports });
    expect(spec).not.toHaveProperty('externalIPs');
  });

  test('the pods are those that Services, policies and an earlier Deployment look for', () => {
    const [backend, { spec }] = made();
    const without = gatewayDeployment(config, labels) as AnyObject;
    expect(backend['spec'].selector).toEqual({ 'gateway-selector': 'enterprise-gateway' });
    expect(spec.selector).toEqual(without['spec'].selector);
    expect(spec.template.metadata.labels).toMatchObject({
      ...(
        gatewayService(config, {
          name: 'any',
          selector: { 'gateway-selector': 'enterprise-gateway' },
          labels,
        }) as AnyObject
      )['spec'].selector,
      component: 'enterprise-gateway',
    });
  });

  test('the pod is one, runs by our account, and may do no more than without the chart', () => {
    const [, { spec }] = made();
    const without = (gatewayDeployment(config, labels) as AnyObject)['spec'];
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(spec.template.spec).toMatchObject({
      serviceAccountName: 'enterprise-gateway',
      securityContext: without.template.spec.securityContext,
      volumes: [{ name: 'scratch' }, without.template.spec.volumes[0]],
    });
    const [container] = spec.template.spec.containers;
    const [itsOwn] = without.template.spec.containers;
    for (const part of ['securityContext', 'readinessProbe', 'ports']) expect(container[part]).toEqual(itsOwn[part]);
    expect(container.volumeMounts).toEqual([{ name: 'scratch', mountPath: '/tmp' }, itsOwn.volumeMounts[0]]);
  });

  test('the token comes from its Secret, kernels start where and as whom they do without the chart', () => {
    const [, { spec }] = made();
    const variables: AnyObject[] = spec.template.spec.containers[0].env;
    const value = (name: string) => variables.filter((variable) => variable['name'] === name);
    expect(value('EG_AUTH_TOKEN')).toEqual([
      { name: 'EG_AUTH_TOKEN', valueFrom: { secretKeyRef: { name: 'gateway-backend-token', key: 'token' } } },
    ]);
    expect(value('EG_NAMESPACE')).toEqual([{ name: 'EG_NAMESPACE', value: 'enterprise-gateway' }]);
    expect(value('EG_DEFAULT_KERNEL_SERVICE_ACCOUNT_NAME')).toMatchObject([{ value: 'kernel' }]);
    expect(JSON.stringify(made())).not.toContain('as text');
  });

  test('what people set stays: where the pod runs, how long it may take to end, a variable that comes twice', () => {
    const [, { spec }] = made();
    expect(spec.template.spec).toMatchObject({ nodeSelector: { disk: 'ssd' }, terminationGracePeriodSeconds: 30 });
    const [container] = spec.template.spec.containers;
    expect(container.imagePullPolicy).toBe('Always');
    expect(container.env.filter(({ name }: { name: string }) => name === 'EG_CULL_CONNECTED')).toEqual([
      { name: 'EG_CULL_CONNECTED', value: 'True' },
    ]);
  });
});

test('another chart is refused by what it lacks', () => {
  const [container] = deployment.spec.template.spec.containers;
  const spec = { containers: [{ ...container, name: 'other' }] };
  const nameless = { ...deployment, spec: { ...deployment.spec, template: { spec, metadata: {} } } };
  expect(() => gatewayFromChart([service, nameless], config, labels)).toThrow(/has no Deployment enterprise-gateway/);
  expect(() => gatewayFromChart([service], config, labels)).toThrow(/has no Deployment enterprise-gateway/);
  expect(() => gatewayFromChart([deployment, ...others], config, labels)).toThrow(/has no Service enterprise-gateway/);
});

test('the values say what the file says in other keys, and then what it says in values', () => {
  const values = { deployment: { extraEnv: { EG_LOG_LEVEL: 'DEBUG' } }, logLevel: 'WARNING' };
  const said = platformConfig({
    gateway: { chart, values, cull: { idleAfter: '30m' } },
    kernels: { maxPerUser: 3 },
    images: { registry: 'mirror.example.com' },
  });
  expect(gatewayChartValues(said)).toMatchObject({
    image: 'mirror.example.com/elyra/enterprise-gateway:3.3.0',
    deployment: { extraEnv: { EG_MAX_KERNELS_PER_USER: '3', EG_LOG_LEVEL: 'DEBUG' } },
    kernel: { cullIdleTimeout: 1800 },
    logLevel: 'WARNING',
    kip: { enabled: false },
  });
});
