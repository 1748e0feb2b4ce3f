import { NaasError } from '../../errors.ts';
import { whoAmI } from '../../kube/index.ts';
import { formatYaml } from '../../yaml/index.ts';
import type { Finding } from '../finding.ts';
import { deployerRights } from '../rights/deployer-rights.ts';
import { type MergedRight, mergeRights } from '../rights/merge-rights.ts';
import { mayDoAll, missingRights } from '../rights/missing-rights.ts';
import { rulesOf } from '../rights/rbac-objects.ts';
import { resourceWords } from '../rights/right.ts';
import type { Check, CheckContext } from './check.ts';

/** Names every right that whoever is connected lacks, with the rule that would give it. */
export const rightsCheck: Check = async (context) => {
  const { kube, renderings, signal } = context;
  const [who, all] = await Promise.all([askWho(context), mayDoAll(kube, { signal })]);
  if (all) return [{ code: 'rights', level: 'ok', words: `${who} may do everything` }];
  const missing = await missingRights(kube, deployerRights(context), { signal });
  const findings = mergeRights(missing).map((right) => lacking(right, who));
  const unknown = renderings
    .filter(({ error }) => error)
    .map(({ release }): Finding => {
      const words = `Which rights the release ${release.name} needs is unknown: its chart could not be rendered`;
      return { code: 'rights', level: 'unknown', words };
    });
  if (findings.length + unknown.length > 0) return [...findings, ...unknown];
  return [{ code: 'rights', level: 'ok', words: `${who} has every right that is needed` }];
};

async function askWho({ kube, signal }: CheckContext): Promise<string> {
  try {
    return await whoAmI(kube, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!NaasError.is(error)) throw error;
    return 'The account of the kubeconfig';
  }
}

function lacking(right: MergedRight, who: string): Finding {
  const { verbs, namespace, names, neededBy, forFactsOnly } = right;
  const what = names === undefined ? resourceWords(right) : `${resourceWords(right)} ${names.join(', ')}`;
  const where = namespace === undefined ? 'in the cluster' : `in ${namespace}`;
  const whatFor = neededBy.slice(0, MOST_REASONS).join(', ') + (neededBy.length > MOST_REASONS ? ' and others' : '');
  return {
    code: 'rights',
    level: forFactsOnly ? 'warning' : 'stop',
    words: `${who} may not ${verbs.join(', ')} ${what} ${where}, for ${whatFor}`,
    hint: `${ruleWords(right)} naas rbac prints all that is needed.`,
  };
}

const MOST_REASONS = 3;

function ruleWords(right: MergedRight): string {
  const role = right.namespace === undefined ? 'a ClusterRole' : `a Role in ${right.namespace}`;
  return `Add to ${role}: ${formatYaml(rulesOf([right])[0], { inlineFrom: 0 }).trim()}.`;
}
