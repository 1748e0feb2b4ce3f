import type { KubeObject } from '../src/kube/index.ts';
import { type Answer, type ApiServer, type Seen, startApiServer, status } from './api-server.ts';

export interface ObjectServerOptions {
  readonly objects?: readonly KubeObject[];
  /** Answers in the place of the store; undefined leaves the request to it. */
  readonly instead?: (seen: Seen) => Answer | undefined;
  /** What becomes of an object that is made: what controllers would write. */
  readonly made?: (object: KubeObject) => KubeObject;
}

export interface ObjectServer extends ApiServer {
  /** The live objects by `Kind namespace/name`, or `Kind name`. */
  readonly live: ReadonlyMap<string, KubeObject>;
  /** What changed something, in order: `PATCH ConfigMap lab/settings`. */
  readonly writes: string[];
  /** Adds an object, as somebody else would. */
  add(object: KubeObject): void;
  /** Takes one away by its name in `live`. */
  remove(name: string): void;
}

/** Starts an API server that keeps objects: enough of one to apply to, read from, list, watch and delete. */
export async function startObjectServer(options: ObjectServerOptions = {}): Promise<ObjectServer> {
  const live = new Map<string, KubeObject>();
  const writes: string[] = [];
  let version = 0;
  const store = (object: KubeObject) => {
    const { uid = `uid-${++version}` } = object.metadata;
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(++version) } };
    live.set(nameOf(object), stored);
    return stored;
  };
  for (const object of options.objects ?? []) store(object);

  const server = await startApiServer((seen) => options.instead?.(seen) ?? answer(seen));
  return Object.assign(server, { live, writes, add: store, remove: (name: string) => live.delete(name) });

  function answer(seen: Seen): Answer {
    const { plural, namespace, name } = parsePath(seen.path);
    if (seen.path === '/apis/admissionregistration.k8s.io/v1') return { body: ADMISSION_KINDS };
    if (seen.query.has('watch')) return (response) => response.writeHead(200).flushHeaders();
    const found = [...live.values()].filter((object) => isAt(object, { plural, namespace, name }, seen.query));
    if (seen.method === 'GET' && name === undefined) {
      return { body: { metadata: { resourceVersion: String(version) }, items: found } };
    }
    if (seen.method === 'GET') return found[0] ? { body: found[0] } : status(404, 'NotFound');
    const body = seen.body as KubeObject;
    if (seen.method === 'DELETE') {
      if (!found[0]) return status(404, 'NotFound');
      writes.push(`DELETE ${nameOf(found[0])}`);
      live.delete(nameOf(found[0]));
      return { body: found[0] };
    }
    if (seen.headers['content-type']?.startsWith('application/merge-patch')) {
      if (!found[0]) return status(404, 'NotFound');
      writes.push(`${seen.method} ${nameOf(found[0])}`);
      return { body: store({ ...found[0], ...body, metadata: { ...found[0].metadata, ...body.metadata } }) };
    }
    const before = live.get(nameOf(body));
    if (before && seen.method === 'POST') return status(409, 'AlreadyExists');
    const { resourceVersion } = body.metadata;
    if (resourceVersion !== undefined && resourceVersion !== before?.metadata.resourceVersion) {
      return status(409, 'Conflict', { message: 'the object has been modified' });
    }
    const managedFields = seen.query.has('force') ? appliedBy(seen) : before?.metadata.managedFields;
    const merged = { ...before?.metadata, ...body.metadata, managedFields };
    const object = { ...before, ...body, metadata: merged };
    if (seen.query.get('dryRun') === 'All') return { body: object };
    writes.push(`${seen.method} ${nameOf(object)}`);
    return { body: store(options.made?.(object) ?? object) };
  }
}

/** The kinds of a group that not every cluster serves. */
const ADMISSION_KINDS = {
  resources: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].map((kind) => ({
    kind,
    name: kind.endsWith('y') ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings',
    namespaced: false,
  })),
};

/** Who applied what, as server-side apply keeps it. */
function appliedBy({ query, body }: Seen): object[] {
  const { metadata: _metadata, apiVersion: _version, kind: _kind, ...rest } = body as KubeObject;
  return [{ manager: query.get('fieldManager'), operation: 'Apply', fieldsV1: fieldSet(rest) }];
}

function fieldSet(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [`f:${key}`, fieldSet(inner)]));
}

function nameOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

interface Place {
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function parsePath(path: string): Place {
  const match = /^\/apis?\/(?:v1|[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?/.exec(path);
  const [, namespace, plural = '', name] = match ?? [];
  return { plural, namespace, name };
}

function isAt(object: KubeObject, place: Place, query: URLSearchParams): boolean {
  const { name, namespace, labels = {} } = object.metadata;
  const plural = object.kind.toLowerCase().replace(/y$/, 'ie').replace(/s$/, 'se') + 's';
  const wantedName = place.name ?? /metadata\.name=([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1];
  const selector = (query.get('labelSelector') ?? '')
    .split(',')
    .map((term) => term.split('=') as [key: string, value: string | undefined])
    .filter(([key]) => key !== '' && !key.endsWith('!'));
  return (
    plural === place.plural &&
    (place.namespace === undefined || place.namespace === namespace) &&
    (wantedName === undefined || wantedName === name) &&
    selector.every(([key, value]) => (value === undefined ? key in labels : labels[key] === value))
  );
}
