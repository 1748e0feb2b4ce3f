import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { resourcesFaults, valuesFaults } from './rules.ts';

test('values that change where a home is mounted are refused, with the reason', () => {
  const [fault] = valuesFaults({ singleuser: { storage: { static: { subPath: 'homes/{username}' } } } });
  expect(fault?.path).toEqual(['singleuser', 'storage', 'static', 'subPath']);
  expect(fault?.message).toBe(
    'may not change singleuser.storage.static.subPath: a kernel would then mount another home than the server of the same person',
  );
  expect(valuesFaults({ hub: { config: { KubeSpawner: { slug_scheme: 'escape' } } } })).toHaveLength(1);
});

test('values that take a pinned value away by its parent are refused at the parent', () => {
  const [fault] = valuesFaults({ singleuser: { storage: null } });
  expect(fault?.path).toEqual(['singleuser', 'storage']);
});

test('values that repeat what is pinned are taken', () => {
  expect(
    valuesFaults({
      singleuser: { storage: { static: { subPath: '{username}' }, extraVolumes: [] } },
      hub: { config: { KubeSpawner: { slug_scheme: 'safe', delete_grace_period: 5 } } },
    }),
  ).toEqual([]);
});

test('values that choose another authenticator are refused', () => {
  expect(valuesFaults({ hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } } })).toHaveLength(1);
});

test.each([
  { hub: { config: { GitHubOAuthenticator: { client_secret: 'abc' } } } },
  { proxy: { secretToken: 'abc' } },
  { hub: { services: { culler: { apiToken: 'abc' } } } },
  { imagePullSecret: { password: 'abc' } },
  { custom: [{ DB_PASSWORD: 'abc' }] },
])('a secret as text is refused and not repeated: %j', (values) => {
  const faults = valuesFaults(values);
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
  expect(valuesFaults(values)).toEqual([]);
});

test('limits are compared with requests by amount, whatever the units', () => {
  const units = fc.constantFrom(['', 1], ['k', 1e3], ['M', 1e6], ['Ki', 1024], ['Mi', 1024 ** 2], [
    'Gi',
    1024 ** 3,
  ] as const);
  const memory = fc.tuple(fc.integer({ min: 1, max: 5000 }), units);
  fc.assert(
    fc.property(memory, memory, ([n, [unit, factor]], [limitN, [limitUnit, limitFactor]]) => {
      const faults = resourcesFaults({
        requests: { memory: `${n}${unit}` },
        limits: { memory: `${limitN}${limitUnit}` },
      });
      expect(faults.length).toBe(limitN * limitFactor < n * factor ? 1 : 0);
    }),
  );
  expect(resourcesFaults({ requests: { cpu: '1' }, limits: { cpu: '900m' } })).toHaveLength(1);
  expect(resourcesFaults({ requests: { cpu: '1000m' }, limits: { cpu: '1' } })).toEqual([]);
});
