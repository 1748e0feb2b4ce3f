import type { KubeObject } from '../../kube/index.ts';
import type { Distribution } from './distribution.ts';
import type { Fact } from './fact.ts';

interface Plugin {
  readonly daemonSet: RegExp;
  readonly name: string;
  readonly judge: (daemonSet: KubeObject) => Fact['state'];
  /** What has to be said besides. */
  readonly words?: string;
}

/** Network plugins by the DaemonSet that runs them; where two are found, as in Canal, the one that enforces counts. */
const PLUGINS: readonly Plugin[] = [
  { daemonSet: /^calico-node$/, name: 'Calico', judge: () => 'yes' },
  { daemonSet: /^(?:rke2-)?canal$/, name: 'Canal', judge: () => 'yes' },
  { daemonSet: /^cilium$/, name: 'Cilium', judge: () => 'yes' },
  { daemonSet: /^anetd$/, name: 'GKE Dataplane V2', judge: () => 'yes' },
  { daemonSet: /^azure-npm$/, name: "Azure's policy manager", judge: () => 'yes' },
  { daemonSet: /^antrea-agent$/, name: 'Antrea', judge: () => 'yes' },
  { daemonSet: /^kube-router$/, name: 'kube-router', judge: () => 'yes' },
  { daemonSet: /^ovnkube-node$/, name: 'OVN-Kubernetes', judge: () => 'yes' },
  { daemonSet: /^weave-net$/, name: 'Weave Net', judge: () => 'yes' },
  {
    daemonSet: /^aws-node$/,
    name: 'the VPC plugin of AWS',
    judge: (daemonSet) => (JSON.stringify(daemonSet['spec']).includes('--enable-network-policy=true') ? 'yes' : 'no'),
  },
  { daemonSet: /^kindnet$/, name: 'kindnet', judge: () => 'unknown', words: 'it does since kind 0.24' },
  { daemonSet: /^kube-flannel(?:-ds)?$/, name: 'Flannel', judge: () => 'no' },
];

const SAYS: Readonly<Record<Fact['state'], string>> = {
  yes: 'enforces NetworkPolicies',
  no: 'does not enforce NetworkPolicies',
  unknown: 'may enforce NetworkPolicies',
};

/** Tells whether NetworkPolicies are likely to hold, by which network plugin runs. Only a trial would prove it. */
export function networkPolicyFact(distribution: Distribution, daemonSets: readonly KubeObject[] | undefined): Fact {
  const found = PLUGINS.flatMap(({ daemonSet, name, judge, words }) => {
    const running = daemonSets?.find(({ metadata }) => daemonSet.test(metadata.name));
    if (!running) return [];
    const state = judge(running);
    return [{ state, words: `${name} ${SAYS[state]}${words === undefined ? '' : `: ${words}`}` }];
  });
  const enforcing = found.find(({ state }) => state === 'yes');
  if (enforcing) return enforcing;
  // It runs inside the server process, beside Flannel, with no DaemonSet of its own.
  if (distribution === 'k3s') {
    return { state: 'yes', words: 'k3s enforces NetworkPolicies unless it was started with --disable-network-policy' };
  }
  if (found[0]) return found[0];
  const why = daemonSets === undefined ? 'DaemonSets may not be listed' : 'no network plugin that is known was found';
  return { state: 'unknown', words: `Whether NetworkPolicies are enforced is unknown: ${why}` };
}
