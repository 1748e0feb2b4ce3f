import { type ProbeResource, runProbe } from '../../engine/index.ts';
import { NaasError } from '../../errors.ts';
import type { Finding } from '../finding.ts';
import { withPlaceFor } from '../place-for-pods.ts';
import type { Check, CheckContext } from './check.ts';

/** Announces the checks of shares, which take pods and are a deploy's first steps; or runs them now, when told to. */
export const shareCheck: Check = async (context) => {
  const probes = context.wanted.flatMap(({ resource }) => (resource.driver === 'probe' ? [resource] : []));
  if (!context.share) return probes.map(announced);
  const findings: Finding[] = [];
  // One after the other: each has a pod on every node.
  for (const probe of probes) findings.push(await run(probe, context));
  return findings;
};

function announced({ name, purpose }: ProbeResource): Finding {
  return {
    code: 'share',
    level: 'unknown',
    subject: { kind: 'Check', name },
    words: `Not checked yet; the first step of a deploy ${purpose}, unless it did before`,
    hint: 'To do it now: naas preflight --share',
  };
}

async function run(probe: ProbeResource, { kube, signal }: CheckContext): Promise<Finding> {
  const finding = { code: 'share' as const, subject: { kind: 'Check', name: probe.name } };
  try {
    await withPlaceFor(probe.pod, { kube, signal }, (pod) => runProbe(kube, { ...probe, pod }, { signal }));
    return { ...finding, level: 'ok', words: `Checked: ${probe.purpose}` };
  } catch (error) {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    const { message, hint } = error;
    return { ...finding, level: 'stop', words: message, ...(hint === undefined ? {} : { hint }) };
  }
}
