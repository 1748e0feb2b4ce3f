import { PLATFORM_NAMESPACE } from '../config/index.ts';
import { changesOf, type Inventory, type Plan } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import { getObject, type Kube, type ObjectRef } from '../kube/index.ts';
import { PLATFORM_LABEL } from '../resources/index.ts';

export interface SecondPlatformOptions {
  /** The platform that is about to be planned. */
  readonly name: string;
  /** What is remembered of the platform that is there. */
  readonly inventory: Inventory | undefined;
  /** Plans to remove what is there, for one platform by name. */
  readonly planDestroy: (platform: string) => Promise<Plan>;
  readonly signal: AbortSignal;
}

/**
 * Lets one platform a cluster be planned: the one that is there, or any where none is.
 *
 * @throws NaasError `PLAN_BLOCKED` naming the platform that is there when it is another.
 */
export async function refuseSecondPlatform(kube: Kube, options: SecondPlatformOptions): Promise<void> {
  const { name, inventory, planDestroy, signal } = options;
  if (inventory?.platform === name) return;
  const home: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: PLATFORM_NAMESPACE };
  const there = (await getObject(kube, home, { signal }))?.metadata.labels?.[PLATFORM_LABEL];
  if (there === undefined || there === name) return;
  // Namespaces outlive their platform, for the data in them: where nothing is left to destroy, only the name is.
  const removal = await planDestroy(there).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    // What cannot be looked for, as without Helm, counts as there.
    return undefined;
  });
  if (removal && changesOf(removal).length === 0) return;
  throw new NaasError(
    'PLAN_BLOCKED',
    `This cluster has the platform ${there}, and the file describes ${name}: a cluster has one platform.`,
    {
      hint: `To change ${there}, write its name into metadata.name. To have ${name} in its place, destroy ${there} first, with a file of that name: naas destroy`,
      subject: { kind: 'Namespace', name: PLATFORM_NAMESPACE },
    },
  );
}
