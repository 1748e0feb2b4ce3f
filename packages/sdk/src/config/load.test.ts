import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, parseConfig, type PlatformConfig } from './index.ts';

const MINIMAL = `apiVersion: naas.dev/v1
kind: Platform
metadata: { name: lab }
spec:
  storage:
    homes:
      nfs: { server: 192.168.1.10, path: /export/homes }
    kernelspecs:
      storageClassName: nfs-client
  hub:
    authenticator:
      class: native
      allow: [alice, bob]
`;

/** The lines of the error that a text meets; what stands between quotes in MINIMAL is replaced first. */
function mistakes(replacements: Readonly<Record<string, string>>): string[] {
  const text = Object.entries(replacements).reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`nothing to replace: ${from}`);
    return all.replace(from, to);
  }, MINIMAL);
  try {
    parseConfig(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

/** The configuration with more under `spec.hub`, the last mapping of MINIMAL. */
const withHub = (lines: string): Readonly<Record<string, string>> => ({
  'allow: [alice, bob]\n': `allow: [alice, bob]\n${lines.replaceAll(/^/gm, '    ')}\n`,
});

describe('a configuration', () => {
  test('has a default for everything but storage and who may sign in', () => {
    const config: PlatformConfig = parseConfig(MINIMAL);
    expect(config.metadata.name).toBe('lab');
    expect(config.storage.homes).toEqual({
      nfs: { server: '192.168.1.10', path: '/export/homes', mountOptions: [] },
      size: '15Gi',
    });
    expect(config.storage.kernelspecs).toEqual({
      storageClassName: 'nfs-client',
      accessMode: 'ReadWriteMany',
      size: '20Mi',
    });
    expect(config.hub).toMatchObject({
      namespace: 'jupyterhub',
      release: 'jhub',
      chart: { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' },
      service: { type: 'LoadBalancer' },
      servers: { memory: { guarantee: '256M' }, startTimeout: 300, stopGrace: 15 },
      namedServersPerUser: 0,
    });
    expect(config.gateway.cull).toEqual({ idleAfter: 3600, interval: 60, connected: false });
    expect(config.kernels).toMatchObject({ maxPerUser: 5, specs: ['python_kubernetes'], launchTimeout: 120 });
    expect(config.images.registry).toBeNull();
  });

  test('keeps the other limit of a kernel when one is given', () => {
    const config = parseConfig(`${MINIMAL}  kernels: { resources: { limits: { cpu: 2 } } }\n`);
    expect(config.kernels.resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { cpu: '2', memory: '1Gi' },
    });
  });

  test('drops a slash at the end of a directory', () => {
    expect(parseConfig(MINIMAL.replace('/export/homes', '/export/homes/')).storage.homes.nfs.path).toBe(
      '/export/homes',
    );
  });

  test('starts relative paths from the given folder and leaves a bare program name to PATH', () => {
    const text = MINIMAL.replace('  hub:\n', '  hub:\n    chart: { path: ../charts/hub.tgz }\n');
    const options = { directory: '/etc/naas' };
    expect(parseConfig(text, options).hub.chart).toEqual({ path: '/etc/charts/hub.tgz' });
    expect(parseConfig(`${MINIMAL}  helm: { binary: ./bin/helm }\n`, options).helm.binary).toBe('/etc/naas/bin/helm');
    expect(parseConfig(`${MINIMAL}  helm: { binary: helm4 }\n`, options).helm.binary).toBe('helm4');
  });
});

describe('a mistake', () => {
  test('in a key is told with its place and the key that was meant', () => {
    expect(mistakes({ 'server: ': 'sever: ' })).toEqual([
      'naas.yaml:7:7  spec.storage.homes.nfs.server: is required, for example 192.168.1.10',
      'naas.yaml:7:14  spec.storage.homes.nfs.sever: unknown key; did you mean "server"?',
    ]);
  });

  test('far from every key lists what is known there', () => {
    expect(mistakes({ 'metadata: { name: lab }': 'metadata: { name: lab, owner: me }' })).toEqual([
      'naas.yaml:3:24  metadata.owner: unknown key (known here: name)',
    ]);
  });

  test('in an enumerated value suggests the value that was meant', () => {
    expect(mistakes(withHub('service: { type: Loadbalancer }'))).toEqual([
      expect.stringContaining(
        'spec.hub.service.type: must be one of ClusterIP, NodePort, LoadBalancer; did you mean "LoadBalancer"?',
      ),
    ]);
  });

  test('does not hide the next: all are told, in the order of the file', () => {
    const lines = mistakes({
      'name: lab': 'name: Lab_1',
      '/export/homes': '/export/../etc',
      'nfs-client': 'nfs-client\n      nfs: { server: 192.168.1.10, path: /export/kernelspecs }',
      'class: native': 'class: 7',
      '[alice, bob]': '[alice, a/b]',
    });
    expect(lines.map((line) => line.replace(/^\S+ {2}/, ''))).toEqual([
      expect.stringContaining('metadata.name: must be a DNS label'),
      expect.stringContaining('spec.storage.homes.nfs.path: must be an absolute path without . or ..'),
      'spec.storage.kernelspecs: takes storageClassName or nfs, not both',
      'spec.hub.authenticator.class: must be text, not a number: put it into quotes',
      'spec.hub.authenticator.allow[1]: must be a name without a slash and without spaces around it',
    ]);
    expect(lines[4]).toMatch(/^naas\.yaml:14:22 /);
  });

  test('of a missing part shows how the part may look', () => {
    expect(mistakes({ '    homes:\n      nfs: { server: 192.168.1.10, path: /export/homes }\n': '' })).toEqual([
      'naas.yaml:5:3  spec.storage.homes: is required, for example { nfs: { server: 192.168.1.10, path: /export/homes } }',
    ]);
  });

  test('of a key without a value says so', () => {
    expect(mistakes({ ' [alice, bob]': '' })).toEqual([
      'naas.yaml:13:7  spec.hub.authenticator.allow: is empty: give it a value or remove the key',
    ]);
  });

  test.each([
    ['kernelspecs inside the homes', '/export/homes/kernelspecs'],
    ['homes inside the kernelspecs', '/export'],
    ['the same directory', '/export/homes/'],
  ])('in directories is found: %s', (_, path) => {
    const [line, ...rest] = mistakes({
      'storageClassName: nfs-client': `nfs: { server: 192.168.1.10, path: ${path} }`,
    });
    expect(line).toContain('spec.storage.kernelspecs.nfs.path: must be a directory apart from storage.homes.nfs.path');
    expect(rest).toEqual([]);
  });

  test.each(['/export/homes-kernelspecs', '/exp', '/export/other/homes'])('is not seen in %s', (path) => {
    expect(mistakes({ 'storageClassName: nfs-client': `nfs: { server: 192.168.1.10, path: ${path} }` })).toEqual([]);
  });

  test('in namespaces is found, the namespace of the platform included', () => {
    const shared = {
      'spec:\n': 'spec:\n  gateway: { namespace: jupyterhub }\n  kernels: { namespace: naas-system }\n',
    };
    expect(mistakes(shared).map((line) => line.replace(/^\S+ {2}/, ''))).toEqual([
      'spec.gateway.namespace: must be a namespace of its own: jupyterhub is taken by spec.hub.namespace',
      'spec.kernels.namespace: must be a namespace of its own: naas-system is taken for the platform itself',
    ]);
  });

  test('is a limit below its request', () => {
    const kernels = { 'spec:\n': 'spec:\n  kernels: { resources: { limits: { memory: 128Mi, cpu: 50m } } }\n' };
    expect(mistakes(kernels).map((line) => line.replace(/^\S+ {2}/, ''))).toEqual([
      'spec.kernels.resources.limits.memory: must not be below requests.memory, which is 256Mi',
      'spec.kernels.resources.limits.cpu: must not be below requests.cpu, which is 100m',
    ]);
  });

  test('is a chart by path and by version at once', () => {
    expect(mistakes(withHub('chart: { path: ./hub.tgz, version: 4.4.0 }'))).toEqual([
      expect.stringContaining('spec.hub.chart.path: takes the place of name, repository and version'),
    ]);
  });
});

describe('the dummy authenticator', () => {
  const dummy = (more = '') => ({ 'class: native': `class: dummy${more}` });
  const password = '\n      password: { secretRef: { name: hub-password, key: password } }';

  test('may name a password, or have one made', () => {
    expect(mistakes(dummy())).toEqual([]);
    expect(mistakes(dummy(password))).toEqual([]);
  });

  test('cannot have administrators, as anybody could sign in as one', () => {
    expect(mistakes(dummy(`${password}\n      admins: [alice]`))).toEqual([
      expect.stringContaining('spec.hub.authenticator.admins: must be empty: with class dummy any name signs in'),
    ]);
  });

  test.each(['Dummy', 'jupyterhub.auth.DummyAuthenticator', 'jupyterhub.authenticators.dummy.DummyAuthenticator'])(
    'is the same when it is called %s',
    (name) => {
      const config = parseConfig(MINIMAL.replace('class: native', `class: ${name}${password}`));
      expect(config.hub.authenticator.class).toBe('dummy');
    },
  );

  test('is the only one with a password', () => {
    expect(mistakes({ 'class: native': `class: native${password}` })).toEqual([
      expect.stringContaining('spec.hub.authenticator.password: is for class dummy only'),
    ]);
  });

  test('takes the password by reference only, and the text of one is not repeated', () => {
    const [line] = mistakes(dummy('\n      password: hunter2'));
    expect(line).toContain('spec.hub.authenticator.password: is a secret written as text');
    expect(line).not.toContain('hunter2');
  });
});

describe('a file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'naas-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is read, and paths in it start from its folder', async () => {
    const file = join(folder, 'naas.yaml');
    await writeFile(file, MINIMAL.replace('  hub:\n', '  hub:\n    chart: { path: charts/hub }\n'));
    expect((await loadConfig(file)).hub.chart).toEqual({ path: join(folder, 'charts/hub') });
  });

  test('that is not there is an error that says how to write one', async () => {
    await expect(loadConfig(join(folder, 'nas.yaml'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^Cannot read .*nas\.yaml: there is no such file$/),
      hint: expect.stringContaining('naas init'),
    });
  });

  test.each(['', '# nothing yet\n', '---\n'])('with nothing in it is an error: %j', (text) => {
    expect(() => parseConfig(text, { source: 'lab.yaml' })).toThrow(/^lab\.yaml is empty$/);
  });

  test('that holds something else than a mapping is an error', () => {
    expect(() => parseConfig('- a\n')).toThrow('naas.yaml:1:1  must be a mapping, not a list');
  });

  test('is not read after the caller gave up', async () => {
    await expect(loadConfig('naas.yaml', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
