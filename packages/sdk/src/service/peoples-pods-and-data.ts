import { components } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import type { DestroyContext } from '../engine/index.ts';

/** What of people's is there besides what was applied: the pods they started, and their data. */
export function peoplesPodsAndData(config: PlatformConfig): Pick<DestroyContext, 'leftBehind' | 'data'> {
  return {
    leftBehind: components.flatMap(({ id, leavesBehind }) =>
      (leavesBehind?.({ config }) ?? []).map((pods) => ({ ...pods, component: id })),
    ),
    data: components.flatMap(({ id, data }) => (data ? [{ ...data({ config }), component: id }] : [])),
  };
}
