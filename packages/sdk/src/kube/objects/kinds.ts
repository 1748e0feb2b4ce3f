import { z } from 'zod';
import { NaasError } from '../../errors.ts';
import { wireOf } from '../connection.ts';
import type { Kube } from '../connection.ts';
import { KubeError } from '../kube-error.ts';
import type { CallOptions, ObjectRef, ResourceKind } from '../object.ts';
import { request } from '../transport.ts';

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

const CLUSTER_WIDE = false;
const NAMESPACED = true;

/** The kinds a platform is made of, so that the usual call needs no discovery before it. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  v1: {
    configmaps: NAMESPACED,
    events: NAMESPACED,
    limitranges: NAMESPACED,
    namespaces: CLUSTER_WIDE,
    nodes: CLUSTER_WIDE,
    persistentvolumeclaims: NAMESPACED,
    persistentvolumes: CLUSTER_WIDE,
    pods: NAMESPACED,
    resourcequotas: NAMESPACED,
    secrets: NAMESPACED,
    serviceaccounts: NAMESPACED,
    services: NAMESPACED,
  },
  'admissionregistration.k8s.io/v1': {
    mutatingwebhookconfigurations: CLUSTER_WIDE,
    validatingadmissionpolicies: CLUSTER_WIDE,
    validatingadmissionpolicybindings: CLUSTER_WIDE,
    validatingwebhookconfigurations: CLUSTER_WIDE,
  },
  'apiextensions.k8s.io/v1': { customresourcedefinitions: CLUSTER_WIDE },
  'apps/v1': { daemonsets: NAMESPACED, deployments: NAMESPACED, replicasets: NAMESPACED, statefulsets: NAMESPACED },
  'batch/v1': { cronjobs: NAMESPACED, jobs: NAMESPACED },
  'coordination.k8s.io/v1': { leases: NAMESPACED },
  'discovery.k8s.io/v1': { endpointslices: NAMESPACED },
  'metallb.io/v1beta1': { ipaddresspools: NAMESPACED, l2advertisements: NAMESPACED, servicel2statuses: NAMESPACED },
  'networking.k8s.io/v1': { ingresses: NAMESPACED, networkpolicies: NAMESPACED },
  'policy/v1': { poddisruptionbudgets: NAMESPACED },
  'rbac.authorization.k8s.io/v1': {
    clusterrolebindings: CLUSTER_WIDE,
    clusterroles: CLUSTER_WIDE,
    rolebindings: NAMESPACED,
    roles: NAMESPACED,
  },
  'scheduling.k8s.io/v1': { priorityclasses: CLUSTER_WIDE },
  'storage.k8s.io/v1': { storageclasses: CLUSTER_WIDE },
};

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** A kind as rules of RBAC name it. */
export interface ResourceName {
  /** API group, empty for the core one. */
  readonly group: string;
  readonly resource: string;
  /** Whether its objects live in namespaces; undefined for kinds that somebody adds to Kubernetes. */
  readonly namespaced: boolean | undefined;
}

/** Names the resource of a kind without asking: by the rule that the names of all kinds follow. */
export function resourceNameOf({ apiVersion, kind }: ResourceKind): ResourceName {
  const resource = pluralOf(kind);
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return { group, resource, namespaced: KNOWN[apiVersion]?.[resource] };
}

/** Tells whether objects of a kind live in a namespace. */
async function isNamespaced(kube: Kube, kind: ResourceKind, options: CallOptions = {}): Promise<boolean> {
  return (await resourceOf(kube, kind, options)).namespaced;
}

/** Gives the path of a collection: of one namespace, or of them all when none is given. */
export async function collectionPath(
  kube: Kube,
  kind: ResourceKind & { readonly namespace?: string | undefined },
  options: CallOptions,
): Promise<string> {
  const { plural, namespaced } = await resourceOf(kube, kind, options);
  const within = namespaced && kind.namespace !== undefined ? `/namespaces/${encodeURIComponent(kind.namespace)}` : '';
  return `${rootOf(kind.apiVersion)}${within}/${plural}`;
}

/** Gives the path of one object; names keep their case, since RBAC tells `View` from `view`. */
export async function objectPath(kube: Kube, ref: ObjectRef, options: CallOptions): Promise<string> {
  if (ref.namespace === undefined && (await isNamespaced(kube, ref, options))) {
    throw new NaasError('KUBE_INVALID', `${ref.kind} ${ref.name} needs a namespace.`, { subject: ref });
  }
  return `${await collectionPath(kube, ref, options)}/${encodeURIComponent(ref.name)}`;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Asks the API server whether it serves a kind in this version. */
export async function isServed(kube: Kube, kind: ResourceKind, options: CallOptions = {}): Promise<boolean> {
  try {
    await discoveredResource(kube, kind, options);
    return true;
  } catch (error) {
    if (NaasError.is(error) && error.code === 'KUBE_NOT_FOUND') return false;
    throw error;
  }
}

async function resourceOf(kube: Kube, { apiVersion, kind }: ResourceKind, options: CallOptions): Promise<Resource> {
  const plural = pluralOf(kind);
  const known = KNOWN[apiVersion]?.[plural];
  if (known !== undefined) return { plural, namespaced: known };
  return discoveredResource(kube, { apiVersion, kind }, options);
}

async function discoveredResource(
  kube: Kube,
  { apiVersion, kind }: ResourceKind,
  options: CallOptions,
): Promise<Resource> {
  const { discovered } = wireOf(kube);
  return discovered.get(`${apiVersion}/${kind}`) ?? (await discover(kube, { apiVersion, kind }, options));
}

function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : word.replace(/(?<![aeiou])y$/, 'ie') + 's';
}

async function discover(kube: Kube, { apiVersion, kind }: ResourceKind, options: CallOptions): Promise<Resource> {
  const { signal, deadlineMs } = options;
  const call = { ...(signal ? { signal } : {}), ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  const unknown = (): NaasError =>
    new NaasError('KUBE_NOT_FOUND', `The API server knows no kind ${kind} in ${apiVersion}.`, {
      hint: 'Is the thing that brings this kind installed in the cluster?',
    });
  const action = `list the kinds of ${apiVersion}`;
  let list: unknown;
  try {
    list = await request(kube, { ...call, method: 'GET', path: rootOf(apiVersion), action });
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) throw unknown();
    throw error;
  }
  const { resources } = ResourceList.parse(list);
  const { discovered } = wireOf(kube);
  for (const { name, kind, namespaced } of resources) {
    // A slash marks a subresource, such as pods/log, which has its parent's or another kind.
    if (!name.includes('/')) discovered.set(`${apiVersion}/${kind}`, { plural: name, namespaced });
  }
  const found = discovered.get(`${apiVersion}/${kind}`);
  if (!found) throw unknown();
  return found;
}
