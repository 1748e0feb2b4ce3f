import { NaasError } from '../../errors.ts';
import { applyObject, getObject, KubeError } from '../../kube/index.ts';
import type { Finding } from '../finding.ts';
import type { PodTemplate } from '../pod-templates.ts';
import { type CheckContext, wantedObjects } from './check.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A namespace that is there, with the level of Pod Security that its label says. */
export interface NamespaceLevel {
  readonly name: string;
  /** Absent where the API server's own default holds. */
  readonly level?: string;
}

/** Reads the levels of those of the namespaces that are there. */
export async function liveLevels(
  namespaces: readonly string[],
  { kube, signal }: CheckContext,
): Promise<NamespaceLevel[]> {
  const found = await Promise.all(
    namespaces.map((name) => getObject(kube, { apiVersion: 'v1', kind: 'Namespace', name }, { signal })),
  );
  return found.flatMap((namespace) => {
    if (!namespace) return [];
    const level = namespace.metadata.labels?.[ENFORCE];
    return [{ name: namespace.metadata.name, ...(level === undefined ? {} : { level }) }];
  });
}

/** Tells the levels, and of each namespace that is too strict for a pod whether the deploy will loosen it. */
export async function podSecurityFindings(
  levels: readonly NamespaceLevel[],
  refused: readonly { readonly pod: PodTemplate }[],
  context: CheckContext,
): Promise<Finding[]> {
  const findings = await Promise.all(
    levels.map(async (namespace): Promise<Finding[]> => {
      const pods = refused.map(({ pod }) => pod).filter((pod) => pod.namespace === namespace.name);
      return pods.length === 0 ? [] : [await tooStrict(namespace, pods, context)];
    }),
  );
  if (findings.flat().length > 0 || levels.length === 0) return findings.flat();
  const told = levels.map(({ name, level }) => `${name} ${level ?? 'as the API server is set up'}`).join(', ');
  return [{ code: 'pod-security', level: 'ok', words: `Pod Security takes every pod: ${told}` }];
}

async function tooStrict(
  { name, level = 'restricted by the API server' }: NamespaceLevel,
  pods: readonly PodTemplate[],
  context: CheckContext,
): Promise<Finding> {
  const finding = { code: 'pod-security' as const, subject: { kind: 'Namespace', name } };
  const words = `${name} is ${level}, too strict for ${pods.map(({ what }) => what).join(', ')}`;
  const wanted = wantedObjects(context).find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  const next = wanted?.metadata.labels?.[ENFORCE];
  if (!wanted || next === undefined || next === level) {
    return {
      ...finding,
      level: 'stop',
      words,
      hint: 'What spec.hub.values adds to the pods may be beyond that level.',
    };
  }
  const byHand = `kubectl label namespace ${name} ${ENFORCE}=${next} --overwrite`;
  try {
    await applyObject(context.kube, wanted, { dryRun: true, signal: context.signal });
    return { ...finding, level: 'warning', words: `${words}; the deploy makes it ${next}` };
  } catch (error) {
    if (!NaasError.is(error)) throw error;
    const holders = error instanceof KubeError ? error.conflicts.map(({ manager }) => manager) : [];
    const held = holders.length > 0 ? `, and belongs to ${holders.join(', ')}` : '';
    return { ...finding, level: 'stop', words: `${words}${held}`, hint: byHand };
  }
}
