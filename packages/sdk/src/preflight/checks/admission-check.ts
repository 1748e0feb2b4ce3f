import { NaasError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { createObject, getObject, KubeError, type KubeObject } from '../../kube/index.ts';
import type { Finding } from '../finding.ts';
import type { PodTemplate } from '../pod-templates.ts';
import { type Check, type CheckContext, wantedPods } from './check.ts';
import { liveLevels, type NamespaceLevel, podSecurityFindings } from './pod-security.ts';

/** A pod that the API server would not take, in its words. */
interface Refusal {
  readonly pod: PodTemplate;
  readonly error: NaasError;
}

const TRIALS_AT_ONCE = 4;
const TRIAL_MS = 10_000;
const TOO_STRICT = /violates PodSecurity/;

/**
 * Asks the API server by a dry run whether it would take each pod whose namespace is there already: Pod Security,
 * quotas, limit ranges and webhooks answer for themselves.
 */
export const admissionCheck: Check = async (context) => {
  const pods = wantedPods(context);
  const levels = await liveLevels([...new Set(pods.map(({ namespace }) => namespace))], context);
  const tried = pods.filter(({ namespace }) => levels.some(({ name }) => name === namespace));
  const refusals = (await inParallel(tried, TRIALS_AT_ONCE, (pod) => tryPod(pod, context))).flat();
  const tooStrict = refusals.filter(({ error }) => TOO_STRICT.test(error.message));
  const others = refusals.filter((refusal) => !tooStrict.includes(refusal));
  // Admission says its first objection only: what is refused for another reason was not looked at for this one.
  const judged = levels.filter(({ name }) => !others.some(({ pod }) => pod.namespace === name));
  return [
    ...(await podSecurityFindings(judged, tooStrict, context)),
    ...(await Promise.all(others.map((refusal) => judge(refusal, context)))),
    ...(others.length === 0 ? [admitted(tried, levels)] : []),
  ];
};

function admitted(tried: readonly PodTemplate[], levels: readonly NamespaceLevel[]): Finding {
  const words =
    levels.length === 0
      ? 'The namespaces are not there yet, so nothing in them refuses a pod'
      : `No quota, limit range or webhook refuses any of ${tried.length} kinds of pods`;
  return { code: 'admission', level: 'ok', words };
}

async function tryPod(pod: PodTemplate, { kube, signal }: CheckContext): Promise<Refusal[]> {
  try {
    await createObject(kube, trialOf(pod), { dryRun: true, signal, deadlineMs: TRIAL_MS });
    return [];
  } catch (error) {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    return [{ pod, error }];
  }
}

/** What the pod refers to may not be there yet; admission would ask for it. */
function trialOf({ namespace, metadata: { labels }, spec }: PodTemplate): KubeObject {
  const { serviceAccountName: _account, serviceAccount: _alias, priorityClassName: _priority, ...rest } = spec;
  const metadata = { name: 'naas-preflight', namespace, ...(labels ? { labels } : {}) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: rest };
}

async function judge({ pod, error }: Refusal, context: CheckContext): Promise<Finding> {
  const { what, namespace } = pod;
  const finding = { code: 'admission' as const, subject: { kind: 'Namespace', name: namespace } };
  const noAnswer = !(error instanceof KubeError) || error.retryable || /cannot create resource/.test(error.message);
  if (noAnswer) {
    return { ...finding, level: 'unknown', words: `Whether ${namespace} takes ${what} is unknown: ${error.message}` };
  }
  const said = error.message.split(/ is (?:forbidden|invalid): /).at(-1) ?? error.message;
  const words = `${namespace} does not take ${what}: ${said}`;
  if (!/exceeded quota/.test(said)) return { ...finding, level: 'stop', words, ...hintOf(error) };
  // A quota may be full of the very pods that this one would take the place of.
  const level = (await mayReplace(pod, context)) ? 'warning' : 'stop';
  return { ...finding, level, words, ...hintOf(error) };
}

function hintOf({ hint }: NaasError): Pick<Finding, 'hint'> {
  return hint === undefined ? {} : { hint };
}

async function mayReplace({ owner }: PodTemplate, { kube, signal }: CheckContext): Promise<boolean> {
  return owner === undefined || (await getObject(kube, owner, { signal })) !== undefined;
}
