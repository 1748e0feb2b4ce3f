import { type KubeObject, nameOf, refOf } from '../../kube/index.ts';
import { fieldChanges } from './field-changes.ts';
import type { FieldChange } from './plan.ts';
import { isSecretValue } from './secret-values.ts';

/**
 * Lists in which fields the objects of one manifest differ from those of another, each with the object's name before
 * it; objects that come or go are named as a whole. Of a Secret no value is shown.
 */
export function manifestChanges(before: readonly KubeObject[], after: readonly KubeObject[]): FieldChange[] {
  const [old, next] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name): FieldChange[] => {
    const [from, to] = [old.get(name), next.get(name)];
    if (!from) return [{ path: name, after: '(new)' }];
    if (!to) return [{ path: name, before: '(there)' }];
    const secret = to.kind === 'Secret' ? () => true : isSecretValue;
    return fieldChanges(from, to, { secret }).map((change) => ({ ...change, path: `${name}: ${change.path}` }));
  });
}

function byName(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [nameOf(refOf(object)), object]));
}
