import {
  type Helm,
  plannedManifest,
  releaseRevision,
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
import { chartPart, isReleaseOfOurs } from '../release.ts';
import type { ReleaseResource } from '../resource.ts';
import type { DriverContext, Observation, ResourceDriver } from './driver.ts';
import { isChartOfThen, keptRevision, originalDescription } from './release-history.ts';
import { watchingHooks } from './watch-hooks.ts';

interface ObservedRelease extends Observation {
  /** What another Helm left behind, to be repaired first. */
  readonly stuck?: StuckRelease;
  /** Whether objects and fields of others are taken into the release. */
  readonly takeOwnership?: boolean;
  /** The revision to go back to. */
  readonly kept?: number;
}

/** What a release is made of, with its values as they are: its description is keyed and differs before the key is stored. */
function contentOf({ description, values }: ReleaseResource): unknown {
  return [chartPart(description), values];
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
      return { verb: 'noop', changes: [], state: [contentOf(resource), there.revision] };
    }
    const kept = await keptRevision(resource, helm, context);
    if (kept === undefined && resource.revision !== undefined && !(await isChartOfThen(resource))) {
      const reason = 'Helm no longer keeps what the release was then, and its chart is not the one of then any more';
      return { verb: 'blocked', changes: [], reason, state: [contentOf(resource), there.revision, 'no chart'] };
    }
    const seen = await change(resource, { there, description, drift, kept }, context);
    return kept === undefined ? seen : { ...seen, kept };
  },

  async apply(resource, seen, context) {
    const helm = await context.helm();
    if (seen.stuck) {
      const labels = { 'app.kubernetes.io/managed-by': MANAGER };
      const keepIn = { namespace: PLATFORM_NAMESPACE, labels };
      await repairRelease({ kube: context.kube, helm }, seen.stuck, { keepIn, signal: context.untilDone });
    }
    const { name, namespace, chart, values, description } = resource;
    const { kept, takeOwnership = false } = seen;
    const { kube, waiting, untilDone: signal } = context;
    const options = { name, namespace, chart, values, description, takeOwnership };
    const work = async () => {
      if (kept === undefined) await upgradeInstall(helm, options, { signal });
      else await rollbackRelease(helm, { name, namespace, revision: kept }, { signal });
    };
    await watchingHooks(work, { kube, namespace, waiting, signal });
  },
};

/** Renders the chart, so that values it refuses are known before anything is changed. */
async function creation(resource: ReleaseResource, helm: Helm, context: DriverContext): Promise<ObservedRelease> {
  const objects = await renderChart(helm, resource, context);
  const reason = `its chart makes ${objects.length} objects`;
  return { verb: 'create', changes: [], reason, state: [contentOf(resource), null] };
}

function repair(resource: ReleaseResource, stuck: StuckRelease): ObservedRelease {
  const state = [contentOf(resource), stuck.state, stuck.revision];
  if (stuck.mayStillRun) return { verb: 'blocked', changes: [], reason: stuck.words, state };
  return { verb: 'update', changes: [], reason: stuck.words, state, stuck };
}

interface Difference {
  readonly there: ReleaseState;
  readonly description: string;
  readonly drift: readonly ObjectDrift[];
  /** The revision to go back to, where Helm keeps it. */
  readonly kept: number | undefined;
}

async function change(resource: ReleaseResource, found: Difference, context: DriverContext): Promise<ObservedRelease> {
  const { there, description, drift } = found;
  const ours = isReleaseOfOurs(description);
  const conflicts = conflictsOf(drift);
  const changes = [
    ...(description === resource.description ? [] : await chartChanges(resource, found, context)),
    ...drift.flatMap(driftChanges),
  ];
  const state = [contentOf(resource), there.revision, there.status, drift];
  const taking = { takeOwnership: true, conflicts };
  if (!ours && !context.takeOver) {
    const reason = `the release was made by others; take it over: naas adopt`;
    return { verb: 'blocked', changes, reason, state, conflicts };
  }
  if (!ours) return { verb: 'adopt', changes, state, ...taking };
  const failed = there.status === 'failed' ? { reason: 'its last upgrade failed, and is tried again' } : {};
  if (conflicts.length === 0) return { verb: 'update', changes, state, ...failed };
  if (context.takeOver) return { verb: 'update', changes, state, ...taking };
  const held = conflicts.map(({ manager, field }) => `${field} (held by ${manager})`).join(', ');
  const reason = `${held}; undo it with the tool that did it, or take it over with --take-over`;
  return { verb: 'blocked', changes, reason, state, conflicts };
}

/** What another chart or other values change: the values themselves, then the objects that come of them. */
async function chartChanges(
  resource: ReleaseResource,
  { there, kept }: Difference,
  context: DriverContext,
): Promise<FieldChange[]> {
  const helm = await context.helm();
  const { name, namespace } = resource;
  const then =
    kept === undefined ? undefined : await releaseRevision(helm, { name, namespace, revision: kept }, context);
  const { values, manifest } = then ?? {
    values: resource.values,
    manifest: await plannedManifest(helm, resource, context),
  };
  return [
    ...fieldChanges({ values: there.values }, { values }, { secret: isSecretValue }),
    ...manifestChanges(there.manifest, manifest),
  ];
}

/** What going back on others' changes would change. */
function driftChanges({ object, fields }: ObjectDrift): FieldChange[] {
  const name = nameOf(object);
  if (fields.length === 0) return [{ path: name, after: '(made again)' }];
  return fields.map(({ path, live, wanted }) => {
    const isSecret = object.kind === 'Secret' || isSecretValue(path);
    return {
      path: `${name}: ${path}`,
      ...(live === undefined ? {} : { before: isSecret ? '(secret)' : live }),
      after: isSecret ? '(secret)' : wanted,
    };
  });
}

function conflictsOf(drift: readonly ObjectDrift[]): FieldConflict[] {
  return drift.flatMap(({ object, fields }) =>
    fields.flatMap(({ path, by }) => (by ? [{ manager: by.manager, field: `${nameOf(object)} .${path}` }] : [])),
  );
}
