import { SECRET_IS_TEXT } from './fields.ts';
import { isMapping, type Fault } from './rules.ts';

/** A value of a chart that this product relies on, and why it has to stay; `undefined` may not be set at all. */
interface PinnedValue {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly reason: string;
}

type Values = Readonly<Record<string, unknown>>;

const SAME_HOME = 'a kernel would then mount another home than the server of the same person';

const HUB: readonly PinnedValue[] = [
  { path: ['singleuser', 'storage', 'static', 'subPath'], value: '{username}', reason: SAME_HOME },
  { path: ['hub', 'config', 'KubeSpawner', 'slug_scheme'], value: 'safe', reason: SAME_HOME },
  {
    path: ['hub', 'config', 'JupyterHub', 'authenticator_class'],
    value: undefined,
    reason: 'who may sign in is said by spec.hub.authenticator.class alone',
  },
];

const KERNELSPECS = 'kernelspecs are read from the claim of the platform';
const LEFT_OUT = 'it is of an account that the platform leaves out for its own';
const OURS = 'the platform sets it, the same with this chart and without';

/** What the platform sets in the environment of the gateway, whatever its chart does. */
export const PINNED_GATEWAY_VARIABLES: readonly string[] = [
  'EG_PORT',
  'EG_RESPONSE_PORT',
  'EG_RESPONSE_IP',
  'EG_RESPONSE_ADDR_ANY',
  'EG_NAMESPACE',
  'EG_SHARED_NAMESPACE',
  'EG_DEFAULT_KERNEL_SERVICE_ACCOUNT_NAME',
  'EG_LIST_KERNELS',
  'EG_UNAUTHORIZED_USERS',
  'EG_INHERITED_ENVS',
  'EG_WS_PING_INTERVAL_SECS',
  'EG_AUTH_TOKEN',
];

const GATEWAY: readonly PinnedValue[] = [
  { path: ['deployment', 'enabled'], value: true, reason: 'there would be no gateway' },
  { path: ['deployment', 'replicas'], value: 1, reason: 'the gateway knows its kernels in the memory of one process' },
  { path: ['deployment', 'serviceAccountName'], value: undefined, reason: OURS },
  { path: ['deployment', 'annotations'], value: undefined, reason: LEFT_OUT },
  { path: ['global', 'rbac'], value: false, reason: 'the gateway has rights where kernels live and nowhere else' },
  { path: ['global', 'imagePullSecrets'], value: undefined, reason: LEFT_OUT },
  { path: ['imagePullSecretsCreate'], value: undefined, reason: LEFT_OUT },
  { path: ['ingress', 'enabled'], value: false, reason: 'the gateway is reached from inside the cluster only' },
  { path: ['kernel', 'shareGatewayNamespace'], value: false, reason: 'kernels live apart from the gateway' },
  { path: ['kernel', 'defaultServiceAccountName'], value: undefined, reason: OURS },
  { path: ['kernelspecs', 'image'], value: undefined, reason: KERNELSPECS },
  { path: ['kernelspecsPvc'], value: undefined, reason: KERNELSPECS },
  { path: ['nfs'], value: undefined, reason: KERNELSPECS },
  { path: ['kip', 'enabled'], value: false, reason: 'its pods reach every container of their node' },
  { path: ['namespace'], value: undefined, reason: 'spec.gateway.namespace says it' },
  { path: ['service'], value: undefined, reason: OURS },
  ...PINNED_GATEWAY_VARIABLES.map((name) => ({
    path: ['deployment', 'extraEnv', name],
    value: undefined,
    reason: OURS,
  })),
];

const PROVISIONER: readonly PinnedValue[] = [
  { path: ['nfs', 'server'], value: undefined, reason: 'spec.storage.provisioner.nfs.server says it' },
  { path: ['nfs', 'path'], value: undefined, reason: 'spec.storage.provisioner.nfs.path says it' },
  { path: ['storageClass', 'create'], value: true, reason: 'nothing would provide the class' },
  { path: ['storageClass', 'pathPattern'], value: undefined, reason: "a claim could choose another's directory" },
  { path: ['storageClass', 'name'], value: undefined, reason: 'spec.storage.provisioner.storageClassName says it' },
];

const METALLB: readonly PinnedValue[] = [
  { path: ['controller', 'enabled'], value: true, reason: 'no Service would get an address' },
  { path: ['speaker', 'enabled'], value: true, reason: 'nobody would answer at the addresses' },
  { path: ['crds', 'enabled'], value: true, reason: 'the addresses are objects of these kinds' },
];

/** Finds what free-form values of the hub's chart may not hold: a changed pinned value, or a secret as text. */
export const hubValuesFaults = (values: Values) => valuesFaults(values, HUB);

/** As {@link hubValuesFaults}, of the gateway's chart. */
export const gatewayValuesFaults = (values: Values) => valuesFaults(values, GATEWAY);

/** As {@link hubValuesFaults}, of the chart that provides volumes. */
export const provisionerValuesFaults = (values: Values) => valuesFaults(values, PROVISIONER);

/** As {@link hubValuesFaults}, of the chart that gives addresses. */
export const metallbValuesFaults = (values: Values) => valuesFaults(values, METALLB);

function valuesFaults(values: Values, pinned: readonly PinnedValue[]): Fault[] {
  const changed = pinned.flatMap(({ path, value, reason }) => {
    const place = changedAt(values, path, value);
    return place ? [{ path: place, message: `may not change ${path.join('.')}: ${reason}` }] : [];
  });
  return [...changed, ...secretsAsText(values, [])];
}

/** The place where `values` would change the value at `path`, which also a parent that is no mapping does. */
function changedAt(values: unknown, path: readonly string[], value: unknown): string[] | undefined {
  let current = values;
  for (const [depth, key] of path.entries()) {
    if (!isMapping(current)) return path.slice(0, depth);
    if (!Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current === value ? undefined : [...path];
}

const SECRET_KEY = /(?:secret|password|token|api_?key|private_?key)$/i;
const NAMES_A_SECRET = new Set(['existingSecret', 'imagePullSecret']);

function secretsAsText(value: unknown, path: readonly (string | number)[]): Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => secretsAsText(item, [...path, index]));
  if (isMapping(value)) return Object.entries(value).flatMap(([key, item]) => secretsAsText(item, [...path, key]));
  const key = path.at(-1);
  if (typeof key !== 'string' || typeof value !== 'string' || value === '') return [];
  // "$(NAME)" is expanded by the kubelet from a variable that comes from a Secret: a reference already.
  if (!SECRET_KEY.test(key) || NAMES_A_SECRET.has(key) || /^\$\(\w+\)$/.test(value)) return [];
  return [{ path, message: SECRET_IS_TEXT }];
}
