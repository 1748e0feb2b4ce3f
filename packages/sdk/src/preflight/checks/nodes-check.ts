import type { KubeNode } from '../../kube/index.ts';
import { adviceOn } from '../cluster/advice.ts';
import type { Distribution } from '../cluster/distribution.ts';
import type { Finding } from '../finding.ts';
import type { Check } from './check.ts';

/** Says which nodes can take pods, and which of them are known to have no NFS client. */
export const nodesCheck: Check = ({ cluster: { nodes, distribution } }) => {
  if (!nodes)
    return [{ code: 'nodes', level: 'unknown', words: 'Which nodes there are is unknown: they may not be listed' }];
  const usable = nodes.filter(({ ready, schedulable }) => ready && schedulable);
  const down = nodes.filter(({ ready }) => !ready);
  return [
    usable.length === 0 ? noNode(nodes) : { code: 'nodes', level: 'ok', words: usableWords(usable) },
    ...down.map(({ name }): Finding => ({
      code: 'nodes',
      level: 'warning',
      subject: { kind: 'Node', name },
      words: `The node ${name} is not ready`,
      hint: `kubectl describe node ${name}`,
    })),
    ...withoutNfs(usable, distribution),
  ];
};

function noNode(nodes: readonly KubeNode[]): Finding {
  const words = `None of ${nodes.length} nodes is ready and takes pods`;
  return { code: 'nodes', level: 'stop', words, hint: 'kubectl get nodes' };
}

function usableWords(nodes: readonly KubeNode[]): string {
  const kinds = new Set(nodes.map(({ architecture, runtime }) => [architecture, runtime].filter(Boolean).join(', ')));
  return `${nodes.length === 1 ? 'One node takes' : `${nodes.length} nodes take`} pods: ${[...kinds].join('; ')}`;
}

/** Nodes that are containers are made from an image without an NFS client: kind's own, and that of k3s. */
function withoutNfs(nodes: readonly KubeNode[], distribution: Distribution): Finding[] {
  const containers = distribution === 'kind' || nodes.some(({ osImage }) => osImage.startsWith('K3s '));
  if (!containers) return [];
  const words = 'The nodes are containers, whose usual image has no NFS client';
  return [{ code: 'nodes', level: 'warning', words, hint: adviceOn('nfs-client', distribution) }];
}
