import { passedBefore, type ProbeResource, readInventory, runProbe } from '../../engine/index.ts';
import { NaasError } from '../../errors.ts';
import type { Finding } from '../finding.ts';
import { withPlaceFor } from '../place-for-pods.ts';
import type { Check, CheckContext } from './check.ts';

/** Says which checks of shares passed before and which a deploy begins with, since they take pods; or runs them now. */
export const shareCheck: Check = async (context) => {
  const { kube, signal, wanted, share } = context;
  const probes = wanted.flatMap(({ resource }) => (resource.driver === 'probe' ? [resource] : []));
  if (!share) {
    const { records = {} } = (await readInventory(kube, { signal })) ?? {};
    return probes.map((probe) => (passedBefore(probe, records) ? passed(probe) : announced(probe)));
  }
  const findings: Finding[] = [];
  // One after the other: each has a pod on every node.
  for (const probe of probes) findings.push(await run(probe, context));
  return findings;
};

function passed({ name, purpose }: ProbeResource): Finding {
  return { code: 'share', level: 'ok', subject: { kind: 'Check', name }, words: `Passed before: ${purpose}` };
}

function announced({ name, purpose }: ProbeResource): Finding {
  return {
    code: 'share',
    level: 'unknown',
    subject: { kind: 'Check', name },
    words: `Not checked yet, a deploy begins with it: ${purpose}`,
    hint: 'To do it now: naas preflight --share',
  };
}

async function run(probe: ProbeResource, { kube, signal }: CheckContext): Promise<Finding> {
  const finding = { code: 'share' as const, subject: { kind: 'Check', name: probe.name } };
  try {
    await withPlaceFor(probe.pod, { kube, signal }, (pod) => runProbe(kube, { ...probe, pod }, { signal }));
    return { ...finding, level: 'ok', words: `Passed now: ${probe.purpose}` };
  } catch (error) {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    const { message, hint } = error;
    return { ...finding, level: 'stop', words: message, ...(hint === undefined ? {} : { hint }) };
  }
}
