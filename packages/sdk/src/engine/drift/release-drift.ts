import type { ReleaseState } from '../../helm/index.ts';
import { type KubeObject, nameOf, type ObjectRef, refOf } from '../../kube/index.ts';
import { type Drift, driftOf } from './drift-of.ts';

/** What is different about one object. */
export interface ObjectDrift {
  readonly object: ObjectRef;
  /** Empty when the object itself is gone. */
  readonly fields: readonly Drift[];
}

/** Certificates that a webhook's own controller writes over what its chart says. */
const WRITTEN_BY_CONTROLLERS = /(?:^|\.)caBundle$/;

/** Finds what others have changed in the objects of a release since Helm made them. */
export function releaseDrift({ manifest }: Pick<ReleaseState, 'manifest'>, live: readonly KubeObject[]): ObjectDrift[] {
  const there = new Map(live.map((object) => [nameOf(refOf(object)), object]));
  return manifest.flatMap((wanted) => {
    const object = refOf(wanted);
    const found = there.get(nameOf(object));
    if (!found) return [{ object, fields: [] }];
    const fields = driftOf(wanted, found, { managers: ['helm', 'naas'] }).filter(
      ({ path }) => !WRITTEN_BY_CONTROLLERS.test(path),
    );
    return fields.length === 0 ? [] : [{ object, fields }];
  });
}
