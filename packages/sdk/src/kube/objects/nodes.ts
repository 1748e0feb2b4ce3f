import { z } from 'zod';
import type { Kube } from '../connection.ts';
import type { CallOptions } from '../object.ts';
import { listObjects } from './read.ts';

/** What one node says of itself. */
export interface KubeNode {
  readonly name: string;
  readonly ready: boolean;
  /** Whether pods of a platform may go there: it runs Linux, is not cordoned, and is not the control plane's alone. */
  readonly schedulable: boolean;
  readonly architecture: string;
  readonly osImage: string;
  readonly kubelet: string;
  readonly runtime: string;
  /** Where the node came from, as `kind://docker/kind/kind-worker`; empty when nothing said it. */
  readonly providerId: string;
  readonly labels: Readonly<Record<string, string>>;
}

const Node = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z
    .object({
      providerID: z.string().default(''),
      unschedulable: z.boolean().default(false),
      taints: z.array(z.object({ key: z.string(), effect: z.string() })).default([]),
    })
    .prefault({}),
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      nodeInfo: z
        .object({
          architecture: z.string().default(''),
          operatingSystem: z.string().default('linux'),
          osImage: z.string().default(''),
          kubeletVersion: z.string().default(''),
          containerRuntimeVersion: z.string().default(''),
        })
        .prefault({}),
    })
    .prefault({}),
});

/** Lists the nodes of the cluster, by name. */
export async function listNodes(kube: Kube, options: CallOptions = {}): Promise<KubeNode[]> {
  const nodes = await listObjects(kube, { apiVersion: 'v1', kind: 'Node' }, options);
  return nodes.map((node) => nodeFrom(Node.parse(node))).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nodeFrom({ metadata, spec, status }: z.infer<typeof Node>): KubeNode {
  const { conditions, nodeInfo } = status;
  return {
    name: metadata.name,
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    schedulable: nodeInfo.operatingSystem === 'linux' && !spec.unschedulable && !spec.taints.some(isControlPlane),
    architecture: nodeInfo.architecture,
    osImage: nodeInfo.osImage,
    kubelet: nodeInfo.kubeletVersion,
    runtime: nodeInfo.containerRuntimeVersion,
    providerId: spec.providerID,
    labels: metadata.labels,
  };
}

function isControlPlane({ key, effect }: { readonly key: string; readonly effect: string }): boolean {
  return /^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(key) && effect !== 'PreferNoSchedule';
}
