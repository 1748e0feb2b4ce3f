import { expect, test } from 'vitest';
import { startApiServer } from '../../../test/api-server.ts';
import type { KubeObject } from '../object.ts';
import { LAST_APPLIED, takeKubectlFields, withoutKubectlFields } from './taken-fields.ts';

const signal = new AbortController().signal;
const port = { '.': {}, 'f:port': {} };
/** What somebody gave to kubectl; all else is of the server. */
const given = {
  metadata: { labels: { 'made-by': 'hand' } },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }, { port: 81 }] },
};
const byKubectl = {
  manager: 'kubectl-client-side-apply',
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: {
    'f:metadata': {
      'f:labels': { '.': {}, 'f:made-by': {} },
      'f:annotations': { '.': {}, [`f:${LAST_APPLIED}`]: {} },
    },
    'f:spec': {
      'f:type': {},
      'f:sessionAffinity': {},
      'f:ports': { 'k:{"port":80,"protocol":"TCP"}': port, 'k:{"port":81,"protocol":"TCP"}': port },
    },
  },
};
const bySomebody = {
  ...byKubectl,
  manager: 'metallb',
  fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:pool': {} } } },
};

const live: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'gateway',
    namespace: 'lab',
    resourceVersion: '7',
    labels: { 'made-by': 'hand' },
    annotations: { pool: 'one', [LAST_APPLIED]: JSON.stringify(given) },
    managedFields: [byKubectl, bySomebody],
  },
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    sessionAffinity: 'None',
    ports: [
      { port: 80, protocol: 'TCP' },
      { port: 81, protocol: 'TCP' },
    ],
  },
};
const wanted: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'gateway', namespace: 'lab' },
  spec: { type: 'ClusterIP', ports: [{ port: 80 }] },
};

test('what somebody gave to kubectl and is not wanted goes; what is of others, or of the server, stays', () => {
  const { metadata, spec } = withoutKubectlFields(live, wanted);
  expect(metadata.labels).toBeUndefined();
  expect(metadata.annotations).toMatchObject({ pool: 'one' });
  expect(spec).toEqual({
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    sessionAffinity: 'None',
    ports: [{ port: 80, protocol: 'TCP' }],
  });
});

test('the fields are taken in one change of that very version, and others keep theirs', async () => {
  await using api = await startApiServer(() => ({ body: live }));
  await takeKubectlFields(api.kube, live, { manager: 'naas', signal });
  expect(api.seen[0]?.body).toMatchObject({
    metadata: {
      resourceVersion: '7',
      annotations: { [LAST_APPLIED]: null },
      managedFields: [{ manager: 'metallb' }, { manager: 'naas', operation: 'Apply', apiVersion: 'v1' }],
    },
  });
  const spec = ['metadata', 'managedFields', '1', 'fieldsV1', 'f:spec'];
  expect(api.seen[0]?.body).toHaveProperty([...spec, 'f:type']);
  expect(api.seen[0]?.body).not.toHaveProperty([...spec, 'f:sessionAffinity']);
});

test('an object that nobody applied with kubectl is left as it is', async () => {
  await using api = await startApiServer(() => ({ body: live }));
  const others = { ...live, metadata: { ...live.metadata, managedFields: [bySomebody] } };
  expect(await takeKubectlFields(api.kube, others, { manager: 'naas', signal })).toBe(others);
  expect(api.seen).toEqual([]);
});
