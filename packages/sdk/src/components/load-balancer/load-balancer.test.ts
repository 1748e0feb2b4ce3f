import { describe, expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import { judged } from '../../../test/judged.ts';
import type { KubeObject } from '../../kube/index.ts';
import { addresses } from './addresses.ts';
import { loadBalancer } from './load-balancer.ts';

const context = (more: object = {}, spec: object = {}) =>
  componentContext({ loadBalancer: { install: 'metallb', addresses: ['192.0.2.1-192.0.2.9'], ...more }, ...spec });

async function release(more: object = {}, spec: object = {}) {
  return (await loadBalancer.desired(context(more, spec))).find(({ driver }) => driver === 'release');
}

test('nothing is wanted, and nothing waited for, unless the file asks for it', async () => {
  for (const component of [loadBalancer, addresses]) {
    expect(await component.desired(componentContext())).toEqual([]);
    expect(component.ready(componentContext())).toEqual([]);
  }
});

describe('MetalLB', () => {
  test('is a release, in a namespace whose pods may be in the network of their node', async () => {
    const [namespace] = await loadBalancer.desired(context());
    const enforced = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    expect(namespace).toMatchObject({ keep: true, object: { metadata: { name: 'metallb-system', labels: enforced } } });
    expect(await release()).toMatchObject({
      name: 'metallb',
      namespace: 'metallb-system',
      values: { speaker: { frr: { enabled: false } }, frrk8s: { enabled: false } },
    });
  });

  test('comes from a mirror where there is one, and takes values merged last', async () => {
    const mirror = { images: { registry: 'mirror.example.com' } };
    expect(await release({ values: { speaker: { logLevel: 'warn' } } }, mirror)).toMatchObject({
      values: {
        controller: { image: { repository: 'mirror.example.com/metallb/controller' } },
        speaker: { image: { repository: 'mirror.example.com/metallb/speaker' }, logLevel: 'warn' },
      },
    });
  });

  test('is not ready before the API server has a pod to ask about pools', async () => {
    const [, webhook] = loadBalancer.ready(context());
    const slice = (ready: boolean): KubeObject => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'webhook-1',
        namespace: 'metallb-system',
        labels: { 'kubernetes.io/service-name': 'metallb-webhook-service' },
      },
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
    });
    expect(await judged(webhook, [])).toMatchObject({ state: 'waiting' });
    expect(await judged(webhook, [slice(false)])).toMatchObject({ state: 'waiting' });
    expect(await judged(webhook, [slice(true)])).toEqual({ state: 'ready' });
  });
});

describe('the addresses', () => {
  test('are a pool and its announcement, after what knows their kinds', async () => {
    const wanted = await addresses.desired(context({ namespace: 'lb' }));
    expect(addresses.dependsOn).toEqual(['load-balancer']);
    expect(wanted).toMatchObject([
      {
        object: {
          kind: 'IPAddressPool',
          metadata: { namespace: 'lb', name: 'naas' },
          spec: { addresses: ['192.0.2.1-192.0.2.9'] },
        },
      },
      { object: { kind: 'L2Advertisement', spec: { ipAddressPools: ['naas'] } } },
    ]);
  });

  test('are ready when MetalLB has counted them', async () => {
    const [pool] = addresses.ready(context());
    const object = (status: object): KubeObject => ({
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata: { namespace: 'metallb-system', name: 'naas' },
      ...status,
    });
    const counts = { assignedIPv4: 0, assignedIPv6: 0, availableIPv4: 9, availableIPv6: 0 };
    expect(await judged(pool, [])).toMatchObject({ state: 'waiting' });
    expect(await judged(pool, [object({})])).toMatchObject({ state: 'waiting' });
    expect(await judged(pool, [object({ status: counts })])).toEqual({ state: 'ready' });
  });
});
