import { adviceOn, type Lack } from '../cluster/advice.ts';
import type { Distribution } from '../cluster/distribution.ts';
import type { Fact } from '../cluster/fact.ts';
import type { Finding } from '../finding.ts';
import type { Check } from './check.ts';

/** Says whether the cluster checks rights, has a DNS, and keeps pods apart as NetworkPolicies tell it to. */
export const clusterCheck: Check = ({ cluster }) => {
  const { distribution, authorization, dns, networkPolicies } = cluster;
  return [
    findingFrom('authorization', authorization, distribution),
    findingFrom('dns', dns, distribution),
    findingFrom('network-policies', networkPolicies, distribution),
  ];
};

function findingFrom(code: Finding['code'] & Lack, { state, words }: Fact, distribution: Distribution): Finding {
  if (state === 'yes') return { code, level: 'ok', words };
  if (state === 'unknown') return { code, level: 'unknown', words };
  return { code, level: 'warning', words, hint: adviceOn(code, distribution) };
}
