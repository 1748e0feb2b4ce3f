import {
  type Helm,
  plannedManifest,
  releaseHistory,
  releaseState,
  type ReleaseState,
  renderChart,
  repairRelease,
  rollbackRelease,
  stuckRelease,
  type StuckRelease,
  upgradeInstall,
} from '../../helm/index.ts';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import { type FieldConflict, nameOf } from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import { type ObjectDrift, releaseDrift } from '../drift/index.ts';
import { fieldChanges } from '../plan/field-changes.ts';
import { manifestChanges } from '../plan/manifest-changes.ts';
import type { FieldChange } from '../plan/plan.ts';
import { isSecretValue } from '../plan/secret-values.ts';
import { isReleaseOfOurs, rollbackTarget } from '../release.ts';
import type { ReleaseResource } from '../resource.ts';
import type { ApplyContext, DriverContext, Observation, ResourceDriver } from './driver.ts';

interface ObservedRelease extends Observation {
  /** What another Helm left behind, to be repaired first. */
  readonly stuck?: StuckRelease;
  /** Whether objects and fields of others are taken into the release. */
  readonly takeOwnership?: boolean;
}

/**
 * Helm releases. A release is known by its description, which names the content of its chart and values; what is shown is
 * manifest against manifest, and what others changed in its objects since.
 */
export const releaseDriver: ResourceDriver<ReleaseResource, ObservedRelease> = {
  async observe(resource, context) {
    const helm = await context.helm();
    const there = await releaseState(helm, resource, context);
    if (!there) return creation(resource, helm, context);
    const lookingNow = { now: context.now(), signal: context.signal };
    const stuck = there.status === 'deployed' ? undefined : await stuckRelease(context.kube, resource, lookingNow);
    if (stuck) return repair(resource, stuck);
    const description = await originalDescription(there, helm, context);
    const drift = releaseDrift(there, there.live);
    if (description === resource.description && drift.length === 0 && there.status === 'deployed') {
      return { verb: 'noop', changes: [], state: [resource.description, there.revision] };
    }
    return change(resource, { there, description, drift }, context);
  },

  async apply(resource, seen, context) {
    const helm = await context.helm();
    if (seen.stuck) {
      const labels = { 'app.kubernetes.io/managed-by': MANAGER };
      const keepIn = { namespace: PLATFORM_NAMESPACE, labels };
      await repairRelease({ kube: context.kube, helm }, seen.stuck, { keepIn, signal: context.untilDone });
    }
    if (await goneBack(resource, helm, context)) return;
    const { name, namespace, chart, values, description } = resource;
    const { takeOwnership = false } = seen;
    const options = { name, namespace, chart, values, description, takeOwnership };
    await upgradeInstall(helm, options, { signal: context.untilDone });
  },
};

/** Renders the chart, so that values it refuses are known before anything is changed. */
async function creation(resource: ReleaseResource, helm: Helm, context: DriverContext): Promise<ObservedRelease> {
  const objects = await renderChart(helm, resource, context);
  const reason = `its chart makes ${objects.length} objects`;
  return { verb: 'create', changes: [], reason, state: [resource.description, null] };
}

function repair(resource: ReleaseResource, stuck: StuckRelease): ObservedRelease {
  const state = [resource.description, stuck.state, stuck.revision];
  if (stuck.mayStillRun) return { verb: 'blocked', changes: [], reason: stuck.words, state };
  return { verb: 'update', changes: [], reason: stuck.words, state, stuck };
}

interface Difference {
  readonly there: ReleaseState;
  readonly description: string;
  readonly drift: readonly ObjectDrift[];
}

async function change(resource: ReleaseResource, found: Difference, context: DriverContext): Promise<ObservedRelease> {
  const { there, description, drift } = found;
  const ours = isReleaseOfOurs(description);
  const conflicts = conflictsOf(drift);
  const changes = [
    ...(description === resource.description ? [] : await chartChanges(resource, there, context)),
    ...drift.flatMap(driftChanges),
  ];
  const state = [resource.description, there.revision, there.status, drift];
  const taking = { takeOwnership: true, conflicts };
  if (!ours && !context.takeOver) {
    const reason = `the release was made by others; take it over: naas adopt`;
    return { verb: 'blocked', changes, reason, state, conflicts };
  }
  if (!ours) return { verb: 'adopt', changes, state, ...taking };
  if (conflicts.length === 0) return { verb: 'update', changes, state };
  if (context.takeOver) return { verb: 'update', changes, state, ...taking };
  const held = conflicts.map(({ manager, field }) => `${field} (held by ${manager})`).join(', ');
  const reason = `${held}; undo it with the tool that did it, or take it over with --take-over`;
  return { verb: 'blocked', changes, reason, state, conflicts };
}

/** What another chart or other values change: the values themselves, then the objects that come of them. */
async function chartChanges(
  resource: ReleaseResource,
  there: ReleaseState,
  context: DriverContext,
): Promise<FieldChange[]> {
  const helm = await context.helm();
  const planned = await plannedManifest(helm, resource, context);
  return [
    ...fieldChanges({ values: there.values }, { values: resource.values }, { secret: isSecretValue }),
    ...manifestChanges(there.manifest, planned),
  ];
}

/** What going back on others' changes would change. */
function driftChanges({ object, fields }: ObjectDrift): FieldChange[] {
  const name = nameOf(object);
  if (fields.length === 0) return [{ path: name, after: '(made again)' }];
  const isSecret = object.kind === 'Secret';
  return fields.map(({ path, live, wanted }) => ({
    path: `${name}: ${path}`,
    ...(live === undefined ? {} : { before: isSecret ? '(secret)' : live }),
    after: isSecret ? '(secret)' : wanted,
  }));
}

function conflictsOf(drift: readonly ObjectDrift[]): FieldConflict[] {
  return drift.flatMap(({ object, fields }) =>
    fields.flatMap(({ path, by }) => (by ? [{ manager: by.manager, field: `${nameOf(object)} .${path}` }] : [])),
  );
}

/** What a release was described as when its content was made: a rollback keeps the content and not the words. */
async function originalDescription(there: ReleaseState, helm: Helm, context: DriverContext): Promise<string> {
  if (rollbackTarget(there.description) === undefined) return there.description;
  const history = new Map(
    (await releaseHistory(helm, there, context)).map((each) => [each.revision, each.description]),
  );
  let { description } = there;
  for (let to = rollbackTarget(description); to !== undefined; to = rollbackTarget(description)) {
    description = history.get(to) ?? '';
  }
  return description;
}

/** Goes back to a revision that Helm still keeps, which needs no chart; says whether there was one. */
async function goneBack(resource: ReleaseResource, helm: Helm, context: ApplyContext): Promise<boolean> {
  const { revision } = resource;
  if (revision === undefined) return false;
  const { name, namespace, description } = resource;
  const history = await releaseHistory(helm, resource, context);
  const kept = history.find((each) => each.revision === revision);
  if (kept?.description !== description || history.at(-1)?.revision === revision) return false;
  await rollbackRelease(helm, { name, namespace, revision }, { signal: context.untilDone });
  return true;
}
