import { type KubeObject, type ObjectRef, refOf } from '../../kube/index.ts';
import { renderedObjects } from '../releases/rendered-objects.ts';
import { storedRelease } from '../releases/stored-release.ts';

/** Lists the objects that the forgotten records of a release name, and the one that Helm goes on from does not. */
export function straysOf(forgotten: readonly KubeObject[], base: KubeObject | undefined): ObjectRef[] {
  const known = new Set((base ? refsIn(base) : []).map(addressOf));
  const strays = new Map(forgotten.flatMap(refsIn).map((ref) => [addressOf(ref), ref]));
  return [...strays].filter(([address]) => !known.has(address)).map(([, ref]) => ref);
}

function refsIn(record: KubeObject): ObjectRef[] {
  const { manifest, namespace } = storedRelease(record);
  return renderedObjects(manifest, namespace).map(refOf);
}

/** Another version of its kind names the same object. */
function addressOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, namespace, name].join('/');
}
