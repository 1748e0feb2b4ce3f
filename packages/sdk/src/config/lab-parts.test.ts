import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from './index.ts';

/** A platform with this under `spec`, and this beside homes and kernelspecs under `spec.storage`. */
function platform(spec = '', storage = ''): string {
  return `apiVersion: naas.dev/v1
kind: Platform
metadata: { name: lab }
spec:
  hub: { authenticator: { class: native, allow: [alice] } }
  storage:
    homes: { nfs: { server: 192.168.1.10, path: /export/homes } }
    kernelspecs: { storageClassName: nfs-client }
${storage === '' ? '' : `    ${storage}\n`}${spec === '' ? '' : `  ${spec}\n`}`;
}

const INSTALL = 'install: nfs-subdir-external-provisioner';
const provisioner = (text: string) => platform('', `provisioner: ${text}`);
const loadBalancer = (text: string) => platform(`loadBalancer: ${text}`);
const gateway = (text: string) => platform(`gateway: ${text}`);

/** What is wrong with a text, without the places. */
function mistakes(text: string): string[] {
  try {
    parseConfig(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').map((line) => line.replace(/^\S+ {2}/, ''));
    throw error;
  }
}

describe('what provides volumes', () => {
  test('is nothing, unless it is asked for', () => {
    expect(parseConfig(platform()).storage.provisioner).toBe('none');
    expect(parseConfig(provisioner('none')).storage.provisioner).toBe('none');
  });

  test('needs a directory, and has the server of the homes and the names of the original recipe', () => {
    expect(parseConfig(provisioner(`{ ${INSTALL}, nfs: { path: /export } }`)).storage.provisioner).toEqual({
      install: 'nfs-subdir-external-provisioner',
      nfs: { server: '192.168.1.10', path: '/export', mountOptions: [] },
      storageClassName: 'nfs-client',
      namespace: 'nfs',
      release: 'nfs-client',
      chart: {
        name: 'nfs-subdir-external-provisioner',
        repository: 'https://kubernetes-sigs.github.io/nfs-subdir-external-provisioner/',
        version: '4.0.18',
      },
      image: 'registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:v4.0.2',
      values: {},
    });
    const elsewhere = provisioner(`{ ${INSTALL}, nfs: { server: nas, path: /export/homes } }`);
    expect(parseConfig(elsewhere).storage.provisioner).toMatchObject({ nfs: { server: 'nas' } });
  });

  test.each([
    ['without its directory', `{ ${INSTALL} }`, /^spec\.storage\.provisioner\.nfs: is required/],
    ['of another kind', '{ install: csi, nfs: { path: /e } }', /provisioner\.install: must be nfs-subdir-external-/],
    ['by its name alone', 'nfs-subdir', /^spec\.storage\.provisioner: must be none, or \{ install: /],
    ['with a key mistyped', `{ ${INSTALL}, nsf: { path: /e } }`, /nsf: unknown key; did you mean "nfs"\?/],
    ['among the homes', `{ ${INSTALL}, nfs: { path: /export/homes/x } }`, /volumes would be mixed with homes/],
    ['in the namespace of the hub', `{ ${INSTALL}, nfs: { path: /e }, namespace: jupyterhub }`, /taken by spec\.hub/],
    [
      'with its directory said by values',
      `{ ${INSTALL}, nfs: { path: /e }, values: { nfs: { path: /f } } }`,
      /^spec\.storage\.provisioner\.values\.nfs\.path: may not change nfs\.path/,
    ],
  ])('is refused %s', (_, text, says) => {
    expect(mistakes(provisioner(text)).join('\n')).toMatch(says);
  });
});

describe('what gives addresses', () => {
  const ADDRESSES = 'install: metallb, addresses: [192.168.1.201-192.168.1.210]';

  test('is nothing, unless it is asked for, and then MetalLB with its usual names', () => {
    expect(parseConfig(platform()).loadBalancer).toBe('none');
    expect(parseConfig(loadBalancer(`{ ${ADDRESSES} }`)).loadBalancer).toMatchObject({
      addresses: ['192.168.1.201-192.168.1.210'],
      namespace: 'metallb-system',
      release: 'metallb',
      chart: { name: 'metallb', repository: 'https://metallb.github.io/metallb', version: '0.15.2' },
    });
  });

  test.each([
    ['without addresses', '{ install: metallb }', /^spec\.loadBalancer\.addresses: is required, for example \[192/],
    ['with none', '{ install: metallb, addresses: [] }', /addresses: must name at least one range/],
    ['with a single one', '{ install: metallb, addresses: [192.168.1.5] }', /addresses\[0\]: must be a range or a net/],
    [
      'with the same ones twice',
      '{ install: metallb, addresses: [10.0.0.0/30, 10.0.0.3-10.0.0.9] }',
      /addresses\[1\]: has addresses of 10\.0\.0\.0\/30 as well/,
    ],
    ['by its name alone', 'metallb', /^spec\.loadBalancer: must be none, or \{ install: metallb, addresses: /],
    ['with a key mistyped', `{ ${ADDRESSES}, chrat: {} }`, /spec\.loadBalancer\.chrat: unknown key; did you mean "ch/],
    ['in the namespace of another', `{ ${ADDRESSES}, namespace: naas-system }`, /taken for the platform itself/],
  ])('is refused %s', (_, text, says) => {
    expect(mistakes(loadBalancer(text)).join('\n')).toMatch(says);
  });
});

describe("the gateway's own chart", () => {
  test('is not used, unless it is named, by path or by a repository that has it', () => {
    expect(parseConfig(platform()).gateway).not.toHaveProperty('chart');
    expect(parseConfig(gateway('{ chart: { repository: "https://charts.example.com" } }')).gateway.chart).toEqual({
      name: 'enterprise-gateway',
      repository: 'https://charts.example.com',
      version: '3.3.0',
    });
  });

  test.each([
    ['from nowhere', '{ chart: { version: 3.3.0 } }', /^spec\.gateway\.chart: needs path, or the repository/],
    ['from two places', '{ chart: { path: x, version: 3.3.0 } }', /chart\.path: takes the place of name, repository/],
    ['with values but no chart', '{ values: { logLevel: DEBUG } }', /values: are of the chart, and there is none/],
    ['with pods on every node', '{ chart: { path: x }, values: { kip: { enabled: true } } }', /may not change kip/],
  ])('is refused %s', (_, text, says) => {
    expect(mistakes(gateway(text)).join('\n')).toMatch(says);
  });
});

test('the paths of all charts start from the folder of the file', () => {
  const chart = 'chart: { path: charts/x.tgz }';
  const text = platform(
    `gateway: { ${chart} }\n  loadBalancer: { install: metallb, addresses: [10.0.0.0/30], ${chart} }`,
    `provisioner: { ${INSTALL}, nfs: { path: /export }, ${chart} }`,
  );
  const { gateway, loadBalancer, storage } = parseConfig(text, { directory: '/etc/naas' });
  const located = { chart: { path: '/etc/naas/charts/x.tgz' } };
  expect([gateway, loadBalancer, storage.provisioner]).toEqual([
    expect.objectContaining(located),
    expect.objectContaining(located),
    expect.objectContaining(located),
  ]);
});
