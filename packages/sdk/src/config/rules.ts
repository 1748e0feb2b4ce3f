import { SECRET_IS_TEXT } from './fields.ts';

/** What is wrong at a place, seen from the value that was checked. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The namespace of the platform's own objects and of every Secret that `naas.yaml` names. */
export const PLATFORM_NAMESPACE = 'naas-system';

const SAME_HOME = 'a kernel would then mount another home than the server of the same person';

/** Values of the hub's chart that this product relies on, and why each has to stay. */
const PINNED_VALUES = [
  { path: ['singleuser', 'storage', 'static', 'subPath'], value: '{username}', reason: SAME_HOME },
  { path: ['hub', 'config', 'KubeSpawner', 'slug_scheme'], value: 'safe', reason: SAME_HOME },
  {
    path: ['hub', 'config', 'JupyterHub', 'authenticator_class'],
    value: undefined,
    reason: 'who may sign in is said by spec.hub.authenticator.class alone',
  },
] as const;

const SECRET_KEY = /(?:secret|password|token|api_?key|private_?key)$/i;
const NAMES_A_SECRET = new Set(['existingSecret', 'imagePullSecret']);

/** Finds what free-form values of the hub's chart may not hold: a changed pinned value, or a secret as text. */
export function valuesFaults(values: Readonly<Record<string, unknown>>): Fault[] {
  const pinned = PINNED_VALUES.flatMap(({ path, value, reason }) => {
    const changed = changedAt(values, path, value);
    return changed ? [{ path: changed, message: `may not change ${path.join('.')}: ${reason}` }] : [];
  });
  return [...pinned, ...secretsAsText(values, [])];
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

function secretsAsText(value: unknown, path: readonly (string | number)[]): Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => secretsAsText(item, [...path, index]));
  if (isMapping(value)) return Object.entries(value).flatMap(([key, item]) => secretsAsText(item, [...path, key]));
  const key = path.at(-1);
  if (typeof key !== 'string' || typeof value !== 'string' || value === '') return [];
  // "$(NAME)" is expanded by the kubelet from a variable that comes from a Secret: a reference already.
  if (!SECRET_KEY.test(key) || NAMES_A_SECRET.has(key) || /^\$\(\w+\)$/.test(value)) return [];
  return [{ path, message: SECRET_IS_TEXT }];
}

/** Finds limits below their requests, which Kubernetes refuses only when the first pod starts. */
export function resourcesFaults(resources: {
  readonly requests: Readonly<Partial<Record<'cpu' | 'memory', string>>>;
  readonly limits?: Readonly<Partial<Record<'cpu' | 'memory', string>>>;
}): Fault[] {
  return (['cpu', 'memory'] as const).flatMap((name) => {
    const [request, limit] = [resources.requests[name], resources.limits?.[name]];
    if (request === undefined || limit === undefined || amount(limit) >= amount(request)) return [];
    return [{ path: ['limits', name], message: `must not be below requests.${name}, which is ${request}` }];
  });
}

const POWERS = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

function amount(quantity: string): number {
  const [, digits, unit = ''] = /^([\d.]+)(.*)$/.exec(quantity) ?? [];
  if (unit === 'm') return Number(digits) / 1000;
  const binary = unit.endsWith('i');
  const power = POWERS.indexOf(binary ? unit.slice(0, -1).replace('K', 'k') : unit);
  return Number(digits) * (binary ? 1024 : 1000) ** power;
}

/** Finds parts of the specification that exclude each other; takes what did parse, so that all is said at once. */
export function specFaults(spec: unknown): Fault[] {
  return [...sharedDirectories(spec), ...sharedNamespaces(spec)];
}

function sharedDirectories(spec: unknown): Fault[] {
  const homes = at(spec, 'storage', 'homes', 'nfs');
  const kernelspecs = at(spec, 'storage', 'kernelspecs', 'nfs');
  const [server, path] = [text(homes, 'server'), text(homes, 'path')];
  const [otherServer, otherPath] = [text(kernelspecs, 'server'), text(kernelspecs, 'path')];
  if (server === '' || path === '' || otherPath === '' || server.toLowerCase() !== otherServer.toLowerCase()) return [];
  const [parent, child] = [path, otherPath].map((each) => (each.endsWith('/') ? each : `${each}/`)) as [string, string];
  if (!parent.startsWith(child) && !child.startsWith(parent)) return [];
  const message = `must be a directory apart from storage.homes.nfs.path (${path}): people could write what kernels are started from`;
  return [{ path: ['storage', 'kernelspecs', 'nfs', 'path'], message }];
}

function sharedNamespaces(spec: unknown): Fault[] {
  const seen = new Map([[PLATFORM_NAMESPACE, 'for the platform itself']]);
  return (['hub', 'gateway', 'kernels'] as const).flatMap((part) => {
    const namespace = text(at(spec, part), 'namespace');
    const owner = seen.get(namespace);
    if (namespace !== '' && owner === undefined) seen.set(namespace, `by spec.${part}.namespace`);
    if (owner === undefined) return [];
    return [{ path: [part, 'namespace'], message: `must be a namespace of its own: ${namespace} is taken ${owner}` }];
  });
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => (isMapping(current) ? current[key] : undefined), value);
}

function text(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}
