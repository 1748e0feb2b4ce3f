import type { FilesResource, ProbeResource, Resource } from '../../engine/index.ts';
import { type KubeObject, resourceNameOf } from '../../kube/index.ts';
import type { Rendering } from '../render-releases.ts';
import type { Right } from './right.ts';
import { CONNECT, KEEP, LOOK, REPLACE } from './verbs.ts';

/** The rights to make, compare and remove one resource that a component wants. */
export function rightsForResource(resource: Resource): Right[] {
  switch (resource.driver) {
    case 'manifest':
      return rightsForObject(resource.object, KEEP);
    case 'release':
      return rightsForRecords(resource);
    case 'files':
      return rightsForFiles(resource);
    case 'probe':
      return rightsForProbe(resource);
  }
}

/** The rights for Helm to make, change and remove what a chart consists of, hooks and all. */
export function rightsForRendering({ objects }: Rendering): Right[] {
  return objects.flatMap((object) => rightsForObject(object, REPLACE));
}

/** Neither making nor listing can be limited to a name. */
const NAMELESS: readonly string[] = ['list', 'watch', 'create'];

function rightsForObject(object: KubeObject, verbs: readonly string[]): Right[] {
  const { group, resource } = resourceNameOf(object);
  const { name, namespace } = object.metadata;
  const right = { group, resource, neededBy: `${object.kind} ${name}` };
  if (namespace !== undefined) return [{ ...right, verbs, namespace }];
  return [
    { ...right, verbs: verbs.filter((verb) => NAMELESS.includes(verb)) },
    { ...right, verbs: verbs.filter((verb) => !NAMELESS.includes(verb)), names: [name] },
  ];
}

/** Helm keeps what it did in Secrets beside the release. */
function rightsForRecords({ name, namespace }: { readonly name: string; readonly namespace: string }): Right[] {
  return [{ group: '', resource: 'secrets', verbs: REPLACE, namespace, neededBy: `Release ${name}` }];
}

function rightsForProbe({ name, pod, onEveryNode }: ProbeResource): Right[] {
  const neededBy = `Check ${name}`;
  const nodes: Right = { group: '', resource: 'nodes', verbs: ['get', 'list'], neededBy };
  return [...rightsForPods(pod.metadata.namespace ?? '', neededBy), ...(onEveryNode ? [nodes] : [])];
}

function rightsForFiles({ name, namespace }: FilesResource): Right[] {
  const neededBy = `Files ${name}`;
  return [
    ...rightsForPods(namespace, neededBy),
    { group: '', resource: 'configmaps', verbs: KEEP, namespace, neededBy },
    { group: '', resource: 'persistentvolumeclaims', verbs: LOOK, namespace, neededBy },
    // What is on the share is read through the gateway's own pod.
    { group: '', resource: 'pods/exec', verbs: CONNECT, namespace, neededBy },
  ];
}

/** To run a short-lived pod, and to say why it did not run. */
function rightsForPods(namespace: string, neededBy: string): Right[] {
  return [
    { group: '', resource: 'pods', verbs: [...LOOK, 'create', 'delete'], namespace, neededBy },
    { group: '', resource: 'pods/log', verbs: ['get'], namespace, neededBy },
    { group: '', resource: 'events', verbs: LOOK, namespace, neededBy },
  ];
}
