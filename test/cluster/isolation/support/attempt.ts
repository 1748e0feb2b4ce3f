import type { KubeObject } from '@naas/sdk';

/** One thing that Bob tries, written once for every platform it is tried on. */
export type Attempt = TerminalAttempt | PodAttempt | KubectlAttempt;

interface Named {
  /** What he tries, as a noun: "the name of Alice". */
  readonly name: string;
  /** Whether it succeeds where nothing is in front of the gateway: without that, failing would prove little. */
  readonly onBare: boolean;
}

/** Something Bob runs in a terminal of his server. */
export interface TerminalAttempt extends Named {
  /** The body of a Python function, behind `terminal.py`. Its value says whether Bob got what he wanted. */
  readonly bob: string;
  /** A pod that he wanted started, and that must not have been there even for a moment. */
  readonly seen?: (pod: Pod, context: Context) => boolean;
}

/** A pod that somebody with the gateway's rights in the cluster makes by hand: as the gateway makes it, but for a change. */
export interface PodAttempt extends Named {
  readonly pod: (pod: Pod, context: Context) => void;
}

/** Something asked of the cluster with the gateway's rights. It succeeds when the cluster does it. */
export interface KubectlAttempt extends Named {
  readonly kubectl: (context: Context) => readonly string[];
}

/** What Bob is taken to know: nothing here is a secret that a person's server does not have. */
export interface Context {
  /** The host name of what servers call. */
  readonly front: string;
  readonly kernelspec: string;
  /** What Bob's own server sends of itself when it starts a kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly nfs: { readonly server: string; readonly share: string };
  readonly alice: {
    readonly kernel: string;
    readonly kernelAddress: string;
    readonly kernelPorts: readonly number[];
    readonly serverAddress: string;
    readonly serverPod: string;
    /** Her home's path on the NFS server. */
    readonly home: string;
  };
  readonly bob: { readonly kernel: string; readonly kernelPod: string; readonly home: string };
  readonly namespaces: Readonly<Record<'gateway' | 'servers' | 'kernels' | 'elsewhere', string>>;
  readonly gateway: { readonly host: string; readonly address: string; readonly account: string };
  readonly guards: readonly string[];
  readonly tokens: { readonly stale: string; readonly narrow: Readonly<Record<string, string>> };
  readonly maxPerUser: number;
  /** What stands in Alice's `secret.txt`: to judge, not to use. */
  readonly secret: string;
}

/** A pod as far as attempts look at it. */
export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    terminationGracePeriodSeconds?: number;
    serviceAccountName?: string;
    automountServiceAccountToken?: boolean;
    hostNetwork?: boolean;
    hostPID?: boolean;
    securityContext?: Record<string, unknown>;
    initContainers?: PodContainer[];
    containers: PodContainer[];
    volumes?: PodVolume[];
  };
}

export interface PodContainer {
  name: string;
  image: string;
  command?: string[];
  env?: { name: string; value?: string }[];
  resources?: { limits?: Record<string, string> };
  securityContext?: Record<string, unknown>;
  volumeMounts?: PodMount[];
}

export interface PodMount {
  name: string;
  mountPath: string;
  subPath?: string;
  subPathExpr?: string;
}

export interface PodVolume {
  name: string;
  hostPath?: { path: string };
  nfs?: { server: string; path: string };
  [source: string]: unknown;
}
