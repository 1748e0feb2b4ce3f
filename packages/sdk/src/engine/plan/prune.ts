import { releaseState } from '../../helm/index.ts';
import { appliedFields, getObject, nameOf, type ObjectRef, refOf } from '../../kube/index.ts';
import { MANAGER, PLATFORM_LABEL } from '../../resources/index.ts';
import type { DriverContext } from '../drivers/driver.ts';
import { unkeptClaims } from '../destroy/unkept-claims.ts';
import { plainRef } from '../plain-ref.ts';
import { isMadeByUs } from '../release.ts';
import { noneOfUnknownKind } from './live-objects.ts';
import type { PlannedAction } from './plan.ts';
import type { WantedResource } from './wanted.ts';

export interface Prune {
  /** Those that need others first, as `destroy` would. */
  readonly actions: readonly PlannedAction[];
  /** Data that the file no longer wants, which stays: `PersistentVolumeClaim lab/old`. */
  readonly kept: readonly string[];
}

/**
 * Plans to delete what the platform applied and no longer wants. Data stays, and so does what somebody else has made
 * their own since.
 */
export async function pruneActions(wanted: readonly WantedResource[], context: DriverContext): Promise<Prune> {
  const { objects = [], releases = [] } = context.inventory ?? {};
  const ids = new Set(wanted.map(({ resource }) => nameOfWanted(resource)));
  const unwanted = objects.filter((object) => !ids.has(nameOf(object)));
  const found = await Promise.all([
    ...releases
      .filter(({ name, namespace }) => !ids.has(nameOf({ kind: 'Release', name, namespace })))
      .map((release) => releaseDeletion(release, context)),
    ...unwanted.filter(({ keep }) => !keep).map((object) => objectDeletion(object, context)),
  ]);
  return {
    actions: found.flatMap((action) => action ?? []).reverse(),
    kept: unwanted.filter(({ keep }) => keep).map((object) => nameOf(object)),
  };
}

function nameOfWanted(resource: WantedResource['resource']): string | undefined {
  if (resource.driver === 'manifest') return nameOf(refOf(resource.object));
  if (resource.driver !== 'release') return undefined;
  return nameOf({ kind: 'Release', name: resource.name, namespace: resource.namespace });
}

async function objectDeletion(
  object: ObjectRef & { readonly component: string },
  context: DriverContext,
): Promise<PlannedAction | undefined> {
  const { kube, signal } = context;
  const [live] = await getObject(kube, plainRef(object), { signal }).then((found) => [found], noneOfUnknownKind);
  const isOurs =
    live?.metadata.labels?.[PLATFORM_LABEL] === context.inventory?.platform &&
    live !== undefined &&
    appliedFields(live.metadata, MANAGER) !== undefined;
  if (!isOurs || live.metadata.deletionTimestamp !== undefined) return undefined;
  return deletion(object, { component: object.component, driver: 'manifest', uid: live.metadata.uid ?? '' });
}

/**
 * Plans to uninstall a release that the platform made; one that others made, and that was only about to be taken over, is
 * let alone. One that would take claims along is blocked.
 */
export async function releaseDeletion(
  release: { readonly name: string; readonly namespace: string; readonly component: string },
  context: Pick<DriverContext, 'helm' | 'signal'>,
): Promise<PlannedAction | undefined> {
  const { name, namespace, component } = release;
  const state = await releaseState(await context.helm(), { name, namespace }, context);
  if (!state || (state.status === 'deployed' && !isMadeByUs(state.description))) return undefined;
  const uid = String(state.revision);
  const removal = deletion({ kind: 'Release', name, namespace }, { component, driver: 'release', uid });
  const unkept = unkeptClaims(state.manifest);
  if (unkept.length === 0) return removal;
  const reason = `Helm would delete ${unkept.join(', ')} with all data; deploy once, which marks what has to stay, then again`;
  return { ...removal, verb: 'blocked', reason };
}

interface Deletion extends Pick<PlannedAction, 'component' | 'driver'> {
  /** Which one of that name: its uid, or a release's revision. */
  readonly uid: string;
}

/** Plans to delete one thing. */
export function deletion(
  subject: { readonly kind: string; readonly name: string; readonly namespace?: string },
  { component, driver, uid }: Deletion,
): PlannedAction {
  const { kind, name, namespace } = subject;
  const named = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { id: nameOf(named), component, driver, verb: 'delete', subject: named, changes: [], state: uid };
}
