import type { PlatformConfig } from '../../config/index.ts';
import type { Credentials } from '../../engine/index.ts';
import { podsIn, type PolicyRule } from '../../resources/index.ts';
import { hubImages } from './hub-images.ts';
import { imageFrom } from '../images.ts';
import { mergeValues, type Values } from '../merge-values.ts';
import { names } from '../names.ts';
import { toInternet } from '../network.ts';

/**
 * The values of the hub's chart, https://z2jh.jupyter.org/en/stable/resources/reference.html: what the platform needs,
 * then what the file says in `hub.values`.
 */
export function hubValues(config: PlatformConfig, credentials: Credentials): Values {
  const platform: Values = {
    hub: hubPart(config, credentials),
    proxy: { service: { type: config.hub.service.type }, chp: { networkPolicy: { enabled: true } } },
    singleuser: serverPart(config),
  };
  return mergeValues(mergeValues(hubImages(config), platform), config.hub.values);
}

function hubPart(config: PlatformConfig, credentials: Credentials): Values {
  const { database, namedServersPerUser, resources } = config.hub;
  return {
    cookieSecret: credentials.hubCookieSecret,
    config: hubClasses(config, credentials),
    ...(config.hub.authenticator.class === 'native' ? { extraConfig: { nativeTemplates: NATIVE_TEMPLATES } } : {}),
    db: {
      pvc: {
        storage: database.size,
        ...(database.storageClassName === undefined ? {} : { storageClassName: database.storageClassName }),
        // Uninstalling must not delete who the users are.
        annotations: { 'helm.sh/resource-policy': 'keep' },
      },
    },
    services: {
      [names.hub.operator]: { apiToken: credentials.operatorToken },
      [names.hub.proof]: { apiToken: credentials.proofToken },
      [names.hub.guard]: { apiToken: credentials.guardHubToken },
    },
    loadRoles: serviceRoles(),
    ...(namedServersPerUser > 0 ? { allowNamedServers: true, namedServerLimitPerUser: namedServersPerUser } : {}),
    resources,
  };
}

/** NativeAuthenticator ships its sign-up pages apart from the hub's own. */
const NATIVE_TEMPLATES = [
  'import os, nativeauthenticator',
  "c.JupyterHub.template_paths = [os.path.join(os.path.dirname(nativeauthenticator.__file__), 'templates')]",
].join('\n');

function hubClasses(config: PlatformConfig, credentials: Credentials): Values {
  const { authenticator, servers } = config.hub;
  const platform: Values = {
    JupyterHub: { authenticator_class: authenticator.class, admin_access: false },
    Authenticator: {
      admin_users: [...authenticator.admins],
      // Nobody signs in as the proof's person: only its service acts for it.
      blocked_users: [names.hub.proofPerson],
      ...(authenticator.allow === 'all'
        ? { allow_all: true }
        : { allow_all: false, allowed_users: [...authenticator.allow] }),
    },
    KubeSpawner: { slug_scheme: 'safe', gid: 100, delete_grace_period: servers.stopGrace },
    ConfigurableHTTPProxy: { auth_token: credentials.proxyToken },
    CryptKeeper: { keys: [credentials.hubCryptKey] },
    ...(authenticator.class === 'dummy' ? { DummyAuthenticator: { password: credentials.dummyPassword } } : {}),
  };
  return mergeValues(platform, authenticator.config);
}

/** What the services may do in the hub: one operates, one is the proof's person and nobody else, the guard looks on. */
function serviceRoles(): Values {
  const proof = ['admin:users', 'servers', 'admin:server_state', 'access:servers'];
  return {
    [names.hub.operator]: {
      scopes: ['list:users', 'servers', 'admin:server_state'],
      services: [names.hub.operator],
    },
    [names.hub.proof]: {
      scopes: proof.map((scope) => `${scope}!user=${names.hub.proofPerson}`),
      services: [names.hub.proof],
    },
    [names.hub.guard]: { scopes: ['list:users', 'read:servers'], services: [names.hub.guard] },
  };
}

function serverPart(config: PlatformConfig): Values {
  const { image, servers } = config.hub;
  const name = imageFrom(config, image.name);
  return {
    image: { name, tag: image.tag },
    // No shell around it: a shell dies of the stop signal before the server has stopped its kernels.
    cmd: 'jupyterhub-singleuser',
    defaultUrl: '/lab',
    uid: 1000,
    fsGid: 100,
    startTimeout: servers.startTimeout,
    memory: servers.memory,
    cpu: servers.cpu,
    storage: {
      type: 'static',
      static: { pvcName: names.homes.servers.claim, subPath: '{username}' },
      homeMountPath: names.homes.mountPath,
    },
    initContainers: [makeHome(`${name}:${image.tag}`)],
    extraEnv: serverEnvironment(config),
    // The policy below closes the metadata service; the iptables way needs a privileged container.
    cloudMetadata: { blockWithIptables: false },
    networkPolicy: serverNetwork(config),
  };
}

/** Makes the home before the server mounts it: left to the kubelet it would belong to root, and the server would die. */
function makeHome(image: string): Values {
  return {
    name: 'make-home',
    image,
    command: ['mkdir', '-p', '-m', '0700', '/homes/{username}'],
    securityContext: {
      runAsUser: 1000,
      runAsGroup: 100,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [{ name: 'home', mountPath: '/homes' }],
  };
}

/** A server calls the guard with its own token; whose it is, and so which home a kernel has, the hub tells the guard. */
function serverEnvironment(config: PlatformConfig): Values {
  const { service, port } = names.gateway;
  return {
    JUPYTER_GATEWAY_URL: `http://${service}.${config.gateway.namespace}:${port}`,
    JUPYTER_GATEWAY_AUTH_TOKEN: names.guard.serverToken,
    JUPYTER_GATEWAY_REQUEST_TIMEOUT: String(config.kernels.launchTimeout),
  };
}

function serverNetwork(config: PlatformConfig): Values {
  const { port, selector } = names.gateway;
  const { namespace } = config.gateway;
  const frontDoor: PolicyRule = {
    // Until a gateway that was made by hand is replaced, the front door leads to it; one of ours lets in the guard alone.
    to: [podsIn(namespace, names.guard.selector), podsIn(namespace, selector)],
    ports: [{ protocol: 'TCP', port }],
  };
  return {
    enabled: true,
    egress: [frontDoor, toInternet(config)],
    // Private addresses would let servers reach the NFS server, if only on port 53.
    egressAllowRules: { dnsPortsPrivateIPs: false, nonPrivateIPs: false, privateIPs: false },
  };
}
