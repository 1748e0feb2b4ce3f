/** How well one part is, in words first. `unknown` is said as such, never as well. */
export interface Health {
  readonly part: string;
  readonly state: 'well' | 'unwell' | 'starting' | 'absent' | 'unknown';
  /** One sentence: what is seen and, when not well, why. */
  readonly words: string;
}

export interface VolumeRow {
  readonly name: string;
  readonly capacity: string;
  readonly phase: string;
  readonly claim: string;
  readonly reclaimPolicy: string;
  readonly storageClass: string;
  readonly source: string;
}

export interface ClaimRow {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly volume: string;
  readonly capacity: string;
  readonly storageClass: string;
}

export interface ServiceRow {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIp: string;
  readonly externalIp: string;
  readonly ports: string;
  /** Why it has no address from outside though it asks for one, or why nobody answers there. */
  readonly trouble?: string;
}

export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  readonly role: 'platform' | 'server' | 'kernel';
  /** The person a server or kernel belongs to, as the hub names them. */
  readonly person?: string;
  readonly ready: string;
  readonly phase: string;
  readonly restarts: number;
  readonly startedAt?: string;
  /** Why it is not ready, when it is not. */
  readonly reason?: string;
}

export interface ReleaseRow {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly appVersion: string;
  readonly updated: string;
}

/** A light view of one platform: its health in words, then the five views an operator knows from kubectl and Helm. */
export interface PlatformStatus {
  readonly platform: string;
  readonly health: readonly Health[];
  readonly volumes: readonly VolumeRow[];
  readonly claims: readonly ClaimRow[];
  readonly services: readonly ServiceRow[];
  readonly pods: readonly PodRow[];
  readonly releases: readonly ReleaseRow[];
  /** Where a person's browser goes, a sentence each; empty when there is no hub. */
  readonly signIn: readonly string[];
  /** What else people have to know of this cluster, a sentence each. */
  readonly notes: readonly string[];
}
