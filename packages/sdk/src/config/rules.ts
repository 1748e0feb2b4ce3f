/** What is wrong at a place, seen from the value that was checked. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The namespace of the platform's own objects and of every Secret that `naas.yaml` names. */
export const PLATFORM_NAMESPACE = 'naas-system';

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

type Amounts = Readonly<Record<'cpu' | 'memory', string>>;

/** Finds a most that is below what every kernel has anyway. */
export function largestFaults({
  largest,
  resources,
}: {
  readonly largest?: Amounts;
  readonly resources: { readonly limits: Amounts };
}): Fault[] {
  if (largest === undefined) return [];
  return (['cpu', 'memory'] as const).flatMap((name) => {
    const limit = resources.limits[name];
    if (amount(largest[name]) >= amount(limit)) return [];
    return [{ path: ['largest', name], message: `must not be below resources.limits.${name}, which is ${limit}` }];
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

interface Directory {
  readonly server: string;
  readonly path: string;
}

function sharedDirectories(spec: unknown): Fault[] {
  const homes = directoryAt(spec, 'homes');
  const kernelspecs = directoryAt(spec, 'kernelspecs');
  const provisioner = directoryAt(spec, 'provisioner', homes?.server);
  const apart = `must be a directory apart from storage.homes.nfs.path (${homes?.path})`;
  const faults: Fault[] = [];
  if (homes && kernelspecs && (isWithin(homes, kernelspecs) || isWithin(kernelspecs, homes))) {
    const message = `${apart}: people could write what kernels are started from`;
    faults.push({ path: ['storage', 'kernelspecs', 'nfs', 'path'], message });
  }
  // A directory above the homes is none of theirs: each volume gets one of its own beside them.
  if (homes && provisioner && isWithin(provisioner, homes)) {
    const message = `${apart}: volumes would be mixed with homes`;
    faults.push({ path: ['storage', 'provisioner', 'nfs', 'path'], message });
  }
  return faults;
}

function directoryAt(spec: unknown, part: string, serverOf = ''): Directory | undefined {
  const nfs = at(spec, 'storage', part, 'nfs');
  const [server, path] = [text(nfs, 'server') || serverOf, text(nfs, 'path')];
  return server === '' || path === '' ? undefined : { server: server.toLowerCase(), path };
}

function isWithin(inner: Directory, outer: Directory): boolean {
  const slash = (path: string) => (path.endsWith('/') ? path : `${path}/`);
  return inner.server === outer.server && slash(inner.path).startsWith(slash(outer.path));
}

/** Where a namespace can be named, in the order in which the first has it. */
const NAMESPACES = [['hub'], ['gateway'], ['kernels'], ['storage', 'provisioner'], ['loadBalancer']] as const;

function sharedNamespaces(spec: unknown): Fault[] {
  const seen = new Map([[PLATFORM_NAMESPACE, 'for the platform itself']]);
  return NAMESPACES.flatMap((part) => {
    const namespace = text(at(spec, ...part), 'namespace');
    const owner = seen.get(namespace);
    if (namespace !== '' && owner === undefined) seen.set(namespace, `by spec.${part.join('.')}.namespace`);
    if (owner === undefined) return [];
    return [
      { path: [...part, 'namespace'], message: `must be a namespace of its own: ${namespace} is taken ${owner}` },
    ];
  });
}

/** Tells a mapping from a list and from a single value. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => (isMapping(current) ? current[key] : undefined), value);
}

function text(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}
