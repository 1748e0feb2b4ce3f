import { describe, expect, test } from 'vitest';
import { platformConfig } from '../../../test/platform-config.ts';
import { completeCredentials } from '../../engine/index.ts';
import { hubValues } from './hub-values.ts';

const credentials = completeCredentials({});
// oxlint-disable-next-line typescript/no-explicit-any -- a chart's values, read at any place
type AnyValues = any;
const authenticator = { class: 'native', allow: ['alice'] };
const values = (hub: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): AnyValues =>
  hubValues(platformConfig({ hub: { authenticator, ...hub }, ...spec }), credentials);

/** The path of each place that holds one of these strings. */
function placesOf(value: unknown, strings: readonly string[], path = ''): string[] {
  if (typeof value === 'string') return strings.some((secret) => value.includes(secret)) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, strings, path ? `${path}.${key}` : key));
}

test('what the file says in hub.values comes last', () => {
  const { proxy, singleuser } = values({
    values: { proxy: { service: { type: 'NodePort' } }, singleuser: { uid: 1234 } },
  });
  expect(proxy).toEqual({ service: { type: 'NodePort' }, chp: { networkPolicy: { enabled: true } } });
  expect(singleuser).toMatchObject({ uid: 1234, fsGid: 100, cmd: 'jupyterhub-singleuser' });
});

test('secrets stand where JupyterHub reads them, and nowhere else', () => {
  expect(placesOf(values(), Object.values(credentials)).toSorted()).toEqual([
    'hub.config.ConfigurableHTTPProxy.auth_token',
    'hub.config.CryptKeeper.keys.0',
    'hub.cookieSecret',
    'hub.services.naas-guard.apiToken',
    'hub.services.naas-proof.apiToken',
    'hub.services.naas.apiToken',
  ]);
  const { backendToken, guardToken, dummyPassword } = credentials;
  expect(placesOf(values(), [backendToken, guardToken, dummyPassword])).toEqual([]);
});

test('the one password of the dummy authenticator is given to it alone', () => {
  const dummy = values({ authenticator: { class: 'dummy', allow: ['alice'] } });
  expect(placesOf(dummy, [credentials.dummyPassword])).toEqual(['hub.config.DummyAuthenticator.password']);
});

describe('homes', () => {
  test('are mounted by the slug alone, made before the server by the same image as who they belong to', () => {
    const { singleuser, hub } = values({ image: { name: 'example.com/lab', tag: '7' } });
    expect(hub.config.KubeSpawner).toMatchObject({ slug_scheme: 'safe', gid: 100 });
    expect(singleuser.storage).toEqual({
      type: 'static',
      static: { pvcName: 'jhub-claim', subPath: '{username}' },
      homeMountPath: '/home/jovyan',
    });
    const [makeHome] = singleuser.initContainers;
    expect(makeHome).toMatchObject({
      image: 'example.com/lab:7',
      command: ['mkdir', '-p', '-m', '0700', '/homes/{username}'],
      securityContext: { runAsUser: 1000, runAsGroup: 100 },
      volumeMounts: [{ name: 'home', mountPath: '/homes' }],
    });
    expect(makeHome.volumeMounts[0]).not.toHaveProperty('subPath');
  });
});

test('a server calls the guard by its own token, for as long as a kernel may take, and says nothing of who it is', () => {
  expect(values({}, { kernels: { launchTimeout: '3m' } }).singleuser.extraEnv).toEqual({
    JUPYTER_GATEWAY_URL: 'http://enterprise-gateway.enterprise-gateway:8888',
    JUPYTER_GATEWAY_AUTH_TOKEN: '$(JUPYTERHUB_API_TOKEN)',
    JUPYTER_GATEWAY_REQUEST_TIMEOUT: '180',
  });
});

describe('services', () => {
  test('have a role each: the proof may touch its own person only, the operator administers nobody', () => {
    const { loadRoles } = values().hub;
    const { scopes, services } = loadRoles['naas-proof'];
    expect(services).toEqual(['naas-proof']);
    expect(scopes.filter((scope: string) => !scope.endsWith('!user=naas-verify'))).toEqual([]);
    expect(loadRoles.naas.scopes.filter((scope: string) => /^(admin:users|access:|tokens|groups)/.test(scope))).toEqual(
      [],
    );
  });

  test('let the guard see whose servers run, and do nothing', () => {
    expect(values().hub.loadRoles['naas-guard']).toEqual({
      scopes: ['list:users', 'read:servers'],
      services: ['naas-guard'],
    });
  });

  test('are the only way to be the person of the proof', () => {
    expect(values().hub.config.Authenticator.blocked_users).toContain('naas-verify');
  });
});

describe('who may sign in', () => {
  test('is a list of names, or all that the authenticator knows', () => {
    expect(values().hub.config.Authenticator).toMatchObject({ allow_all: false, allowed_users: ['alice'] });
    const everybody = values({ authenticator: { class: 'native', allow: 'all' } }).hub.config.Authenticator;
    expect(everybody.allow_all).toBe(true);
    expect(everybody).not.toHaveProperty('allowed_users');
  });

  test('has the settings of the authenticator from the file', () => {
    const config = { NativeAuthenticator: { minimum_password_length: 12 } };
    expect(values({ authenticator: { ...authenticator, config } }).hub.config.NativeAuthenticator).toEqual({
      minimum_password_length: 12,
    });
  });
});

test('named servers are off unless the file allows some', () => {
  expect(values().hub).not.toHaveProperty('allowNamedServers');
  expect(values({ namedServersPerUser: 2 }).hub).toMatchObject({ allowNamedServers: true, namedServerLimitPerUser: 2 });
});

test('the database outlives its release', () => {
  expect(values().hub.db.pvc).toEqual({ storage: '1Gi', annotations: { 'helm.sh/resource-policy': 'keep' } });
  expect(values({ database: { storageClassName: 'ssd' } }).hub.db.pvc).toMatchObject({ storageClassName: 'ssd' });
});

test('a server reaches the front door, names and the internet, but not the NFS server nor private addresses', () => {
  const { enabled, egress, egressAllowRules } = values().singleuser.networkPolicy;
  expect(enabled).toBe(true);
  expect(egress).toHaveLength(2);
  expect(egress[0].ports).toEqual([{ protocol: 'TCP', port: 8888 }]);
  expect(egress[0].to.map((peer: { podSelector: object }) => peer.podSelector)).toEqual([
    { matchLabels: { 'app.kubernetes.io/name': 'gateway-guard' } },
    { matchLabels: { 'gateway-selector': 'enterprise-gateway' } },
  ]);
  expect(egress[1].to[0].ipBlock.except).toEqual(expect.arrayContaining(['203.0.113.7/32', '10.0.0.0/8']));
  expect(egressAllowRules).toEqual({ dnsPortsPrivateIPs: false, nonPrivateIPs: false, privateIPs: false });
});

describe('a mirror', () => {
  const mirrored = values({}, { images: { registry: 'mirror.example.com:5000' } });

  test('gives every image, those that the chart names as well', () => {
    expect(mirrored).toMatchObject({
      hub: { image: { name: 'mirror.example.com:5000/jupyterhub/k8s-hub' } },
      proxy: {
        chp: {
          image: { name: 'mirror.example.com:5000/jupyterhub/configurable-http-proxy' },
          networkPolicy: { enabled: true },
        },
      },
      singleuser: { image: { name: 'mirror.example.com:5000/jupyterhub/k8s-singleuser-sample' } },
      scheduling: {
        userScheduler: { image: { name: 'mirror.example.com:5000/kube-scheduler' } },
        userPlaceholder: { image: { name: 'mirror.example.com:5000/pause' } },
      },
      prePuller: { hook: { image: { name: 'mirror.example.com:5000/jupyterhub/k8s-image-awaiter' } } },
    });
  });

  test('is not made up: without one the chart keeps its own images', () => {
    expect(values().hub).not.toHaveProperty('image');
    expect(values()).not.toHaveProperty('prePuller');
  });
});
