import type { Clock } from '../clock.ts';
import type { Gateway } from '../gateway/index.ts';
import type { Hub } from '../hub/index.ts';
import { openServer, type PersonServer } from '../kernels/index.ts';
import type { ProofCluster } from './proof-cluster.ts';

export interface ProofOptions {
  /** With a token that may do everything for the proof's person and nothing for anybody else. */
  readonly hub: Hub;
  readonly gateway: Gateway;
  readonly cluster: ProofCluster;
  /** The person the proof is. @default 'naas-verify' */
  readonly user?: string;
  /** @default 'python_kubernetes' */
  readonly kernelspec?: string;
  readonly clock: Clock;
  /** Makes the content of the file that has to survive. @default randomUUID of node:crypto */
  readonly nonce?: () => string;
}

/** One proof while it runs: what it works with, and what it has made so far and must not leave behind. */
export interface ProofRun extends ProofOptions {
  readonly user: string;
  readonly kernelspec: string;
  readonly signal: AbortSignal;
  readonly session: PersonServer;
  /** Name and content of the file in the home. */
  readonly file: { readonly name: string; readonly content: string };
  readonly made: { kernel?: { readonly id: string; readonly podName: string }; server: boolean; file: boolean };
  /** What a phase has to show; taken away by whoever shows it. */
  readonly pictures: Uint8Array[];
}

/** The name every file of a proof begins with, so that a later one knows them. */
export const PROOF_FILE_PREFIX = 'naas-verify-';

export function beginRun(options: ProofOptions, nonce: string, signal: AbortSignal): ProofRun {
  const user = options.user ?? 'naas-verify';
  return {
    ...options,
    user,
    kernelspec: options.kernelspec ?? 'python_kubernetes',
    signal,
    session: openServer(options.hub, { user }),
    file: { name: `${PROOF_FILE_PREFIX}${nonce}.txt`, content: nonce },
    made: { server: false, file: false },
    pictures: [],
  };
}
