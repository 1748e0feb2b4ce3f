import type { ReadyCheck } from '../src/engine/index.ts';
import type { KubeObject, Verdict } from '../src/kube/index.ts';
import { componentContext } from './component-context.ts';
import { startObjectServer } from './object-server.ts';

/** Judges by a ready check, once, on a cluster of these objects. */
export async function judged(check: ReadyCheck | undefined, objects: readonly KubeObject[]): Promise<Verdict> {
  if (!check) throw new Error('there is no such ready check');
  await using api = await startObjectServer({ objects });
  return await check.judge({ ...componentContext(), kube: api.kube });
}
