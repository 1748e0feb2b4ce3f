import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/index.ts';
import { releaseDrift } from './release-drift.ts';

const deployment = (replicas: number, manager = 'helm'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'hub',
    namespace: 'lab',
    managedFields: [{ manager, operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
  },
  spec: { replicas },
});

test('a field of a release that somebody else has set is drift, with who it was', () => {
  const drift = releaseDrift({ manifest: [deployment(1)] }, [deployment(0, 'kubectl-patch')]);
  expect(drift).toMatchObject([
    {
      object: { kind: 'Deployment', name: 'hub' },
      fields: [{ path: 'spec.replicas', live: 0, by: { manager: 'kubectl-patch' } }],
    },
  ]);
});

test('a field that Helm still owns is as Helm set it', () => {
  expect(releaseDrift({ manifest: [deployment(1)] }, [deployment(0)])).toEqual([]);
});

test('an object that is gone is drift without fields', () => {
  expect(releaseDrift({ manifest: [deployment(1)] }, [])).toMatchObject([{ object: { name: 'hub' }, fields: [] }]);
});

test('a certificate that a webhook’s own controller wrote over what its chart says is not', () => {
  const webhook = (caBundle: string): KubeObject => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'metallb' },
    webhooks: [{ name: 'pools', clientConfig: { caBundle } }],
  });
  expect(releaseDrift({ manifest: [webhook('Cg==')] }, [webhook('LS0t')])).toEqual([]);
});
