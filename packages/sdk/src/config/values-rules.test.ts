import { expect, test } from 'vitest';
import { gatewayValuesFaults, hubValuesFaults, metallbValuesFaults, provisionerValuesFaults } from './values-rules.ts';

test('values that change where a home is mounted are refused, with the reason', () => {
  const [fault] = hubValuesFaults({ singleuser: { storage: { static: { subPath: 'homes/{username}' } } } });
  expect(fault?.path).toEqual(['singleuser', 'storage', 'static', 'subPath']);
  expect(fault?.message).toBe(
    'may not change singleuser.storage.static.subPath: a kernel would then mount another home than the server of the same person',
  );
  expect(hubValuesFaults({ hub: { config: { KubeSpawner: { slug_scheme: 'escape' } } } })).toHaveLength(1);
});

test('values that take a pinned value away by its parent are refused at the parent', () => {
  const [fault] = hubValuesFaults({ singleuser: { storage: null } });
  expect(fault?.path).toEqual(['singleuser', 'storage']);
});

test('values that repeat what is pinned are taken', () => {
  expect(
    hubValuesFaults({
      singleuser: { storage: { static: { subPath: '{username}' }, extraVolumes: [] } },
      hub: { config: { KubeSpawner: { slug_scheme: 'safe', delete_grace_period: 5 } } },
    }),
  ).toEqual([]);
});

test('values that choose another authenticator are refused', () => {
  expect(hubValuesFaults({ hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } } })).toHaveLength(1);
});

test.each([
  { hub: { config: { GitHubOAuthenticator: { client_secret: 'abc' } } } },
  { proxy: { secretToken: 'abc' } },
  { hub: { services: { culler: { apiToken: 'abc' } } } },
  { imagePullSecret: { password: 'abc' } },
  { custom: [{ DB_PASSWORD: 'abc' }] },
])('a secret as text is refused and not repeated: %j', (values) => {
  const faults = hubValuesFaults(values);
  expect(faults).toHaveLength(1);
  expect(faults[0]?.message).toContain('is a secret written as text');
  expect(faults[0]?.message).not.toContain('abc');
});

test.each([
  { hub: { existingSecret: 'hub-secret' } },
  { hub: { extraEnv: { OAUTH_CLIENT_SECRET: { valueFrom: { secretKeyRef: { name: 'oauth', key: 'secret' } } } } } },
  { singleuser: { extraEnv: { JUPYTER_GATEWAY_AUTH_TOKEN: '$(JUPYTERHUB_API_TOKEN)' } } },
  { hub: { config: { NativeAuthenticator: { minimum_password_length: 10 } } } },
  { ingress: { tls: [{ secretName: 'tls' }] } },
])('the name of a secret is taken: %j', (values) => {
  expect(hubValuesFaults(values)).toEqual([]);
});

test.each([
  { faultsOf: gatewayValuesFaults, values: { kip: { enabled: true } }, says: 'may not change kip.enabled' },
  { faultsOf: gatewayValuesFaults, values: { service: { type: 'LoadBalancer' } }, says: 'may not change service' },
  { faultsOf: gatewayValuesFaults, values: { authToken: 'abc' }, says: 'is a secret written as text' },
  {
    faultsOf: gatewayValuesFaults,
    values: { deployment: { extraEnv: { EG_NAMESPACE: 'elsewhere' } } },
    says: 'may not change deployment.extraEnv.EG_NAMESPACE',
  },
  { faultsOf: provisionerValuesFaults, values: { nfs: { server: '1.2.3.4' } }, says: 'nfs.server says it' },
  { faultsOf: provisionerValuesFaults, values: { storageClass: { name: 'x' } }, says: 'storageClassName says it' },
  {
    faultsOf: provisionerValuesFaults,
    values: { storageClass: { pathPattern: '${.PVC.annotations.path}' } },
    says: "a claim could choose another's directory",
  },
  { faultsOf: metallbValuesFaults, values: { crds: { enabled: false } }, says: 'may not change crds.enabled' },
])('values of the other charts are refused that the platform relies on: $says', ({ faultsOf, values, says }) => {
  const faults = faultsOf(values);
  expect(faults).toHaveLength(1);
  expect(faults[0]?.message).toContain(says);
});

test('other values of theirs are taken', () => {
  const extraEnv = { EG_LOG_LEVEL: 'DEBUG' };
  expect(gatewayValuesFaults({ deployment: { tolerations: [], extraEnv }, kip: { enabled: false } })).toEqual([]);
  expect(provisionerValuesFaults({ storageClass: { defaultClass: true, onDelete: 'retain' } })).toEqual([]);
  expect(metallbValuesFaults({ speaker: { nodeSelector: { edge: 'true' } } })).toEqual([]);
});
