import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { configTemplate, loadConfig, parseConfig, type ConfigAnswers } from './index.ts';
import { flowYaml } from './flow.ts';
import { parseYaml } from '../yaml/index.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const segment = fc.stringMatching(/^[A-Za-z0-9 _,:#'"{}[\]&*!|>%@`-]{1,12}$/);
const directory = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
const person = fc.stringMatching(/^[^\s/\p{C}]{1,12}$/u);
const host = fc.constantFrom('192.168.1.10', 'nas.example.com', 'fd00::1', '1');

const answers: fc.Arbitrary<ConfigAnswers> = fc.record(
  {
    name: label,
    homes: fc.record({ server: fc.constant('homes.example.com'), path: directory }),
    kernelspecs: fc.oneof(
      fc.record({ storageClassName: label }),
      fc.record({ nfs: fc.record({ server: host, path: directory }) }),
    ),
    authenticator: fc.oneof(
      fc.record(
        {
          class: fc.constantFrom('native', 'github', 'null', 'oauthenticator.github.GitHubOAuthenticator'),
          allow: fc.oneof(fc.constant('all' as const), fc.array(person, { minLength: 1, maxLength: 4 })),
          admins: fc.array(person, { maxLength: 3 }),
        },
        { requiredKeys: ['class', 'allow'] },
      ),
      fc.record({ class: fc.constant('dummy'), allow: fc.array(person, { minLength: 1, maxLength: 2 }) }),
    ),
    serviceType: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    chartPath: directory,
  },
  { requiredKeys: ['name', 'homes', 'kernelspecs', 'authenticator'] },
);

test('a template reads back as what was answered', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const config = parseConfig(configTemplate(given));
      expect(config.metadata.name).toBe(given.name);
      expect(config.storage.homes.nfs).toMatchObject(given.homes);
      expect(config.storage.kernelspecs).toMatchObject(given.kernelspecs);
      expect(config.hub.authenticator).toMatchObject(given.authenticator);
      expect(config.hub.service.type).toBe(given.serviceType ?? 'LoadBalancer');
      const chart = given.chartPath === undefined ? { version: '4.4.0' } : { path: given.chartPath };
      expect(config.hub.chart).toMatchObject(chart);
    }),
  );
});

test('a template says only defaults beyond the answers', () => {
  const given: ConfigAnswers = {
    name: 'lab',
    homes: { server: 'nas', path: '/homes' },
    kernelspecs: { storageClassName: 'nfs-client' },
    authenticator: { class: 'native', allow: ['alice'] },
  };
  const bare = {
    apiVersion: 'naas.dev/v1',
    kind: 'Platform',
    metadata: { name: 'lab' },
    spec: {
      storage: { homes: { nfs: given.homes }, kernelspecs: given.kernelspecs },
      hub: { authenticator: given.authenticator },
    },
  };
  expect(parseConfig(configTemplate(given))).toEqual(parseConfig(JSON.stringify(bare)));
});

test('a value on one line reads back as itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      // JSON has no -0 either.
      expect(JSON.stringify(parseYaml(flowYaml(value)))).toBe(JSON.stringify(value));
    }),
  );
});

const examples = new URL('../../../../docs/examples/', import.meta.url);

test.each(['minimal', 'microk8s', 'cluster'])('the example %s.naas.yaml describes a platform', async (name) => {
  const config = await loadConfig(new URL(`${name}.naas.yaml`, examples).pathname);
  expect(config.hub.authenticator.allow).toContain('alice');
});

test('the template for a shared password says how to make the Secret it names', () => {
  const text = configTemplate({
    name: 'lab',
    homes: { server: 'nas', path: '/homes' },
    kernelspecs: { storageClassName: 'nfs-client' },
    authenticator: { class: 'dummy', allow: 'all', password: { name: 'hub-password', key: 'password' } },
  });
  expect(text).toContain('create secret generic hub-password --from-file=password');
});

test('the fewest keys are those of the minimal example', async () => {
  const text = await readFile(new URL('minimal.naas.yaml', examples), 'utf8');
  const homes = text.split('\n').filter((line) => !line.includes('path: /export/homes'));
  expect(() => parseConfig(homes.join('\n'))).toThrow('spec.storage.homes');
});
