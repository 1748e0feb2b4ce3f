import type { Ran } from './run.ts';

type Kubectl = (args: readonly string[], stdin?: string) => Promise<Ran>;

/** A claim of the lab, for hands that work on the share it is on. */
export interface ShareClaim {
  readonly namespace: string;
  readonly claim: string;
}

const POD = 'hands';

/**
 * Does by a short-lived pod what the lab's people do in a terminal of the NFS server, since a test has no such terminal:
 * the claim's directory is `/share`, and root is at work.
 */
export async function withHands(
  kubectl: Kubectl,
  { namespace, claim }: ShareClaim,
  work: (pod: string) => Promise<unknown>,
): Promise<void> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: POD, namespace },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: POD,
          image: 'busybox:1.35.0',
          command: ['sleep', '600'],
          volumeMounts: [{ name: 'share', mountPath: '/share' }],
        },
      ],
      volumes: [{ name: 'share', persistentVolumeClaim: { claimName: claim } }],
    },
  };
  await kubectl(['create', '-f', '-'], JSON.stringify(pod));
  try {
    await kubectl(['wait', `pod/${POD}`, '-n', namespace, '--for=condition=Ready', '--timeout=60s']);
    await work(POD);
  } finally {
    await kubectl(['delete', 'pod', POD, '-n', namespace, '--wait']);
  }
}
