import type { Subject } from '../errors.ts';
import type { ClusterFacts } from './cluster/cluster-facts.ts';

/** What findings are about, in the order they are told. A code is stable: scripts may switch on it. */
export const FINDING_CODES = [
  'kubernetes',
  'nodes',
  'platform',
  'helm',
  'chart',
  'rights',
  'authorization',
  'dns',
  'network-policies',
  'storage-class',
  'load-balancer',
  'pod-security',
  'admission',
  'image',
  'share',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** `stop`: a deploy would fail. `warning`: it would go on, but something will not be as people expect. */
export type FindingLevel = 'stop' | 'warning' | 'ok' | 'unknown';

/** One thing that was looked at before a deploy. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  readonly subject?: Subject;
  /** What was found, in a sentence. */
  readonly words: string;
  /** What to do about it, as exact as can be said. */
  readonly hint?: string;
}

/** What a deploy would meet on a cluster: all findings at once. */
export interface PreflightReport {
  /** The platform's name in its file. */
  readonly platform: string;
  readonly cluster: ClusterFacts;
  readonly findings: readonly Finding[];
}

/** The findings that a deploy must not begin with. */
export function stopsOf({ findings }: PreflightReport): Finding[] {
  return findings.filter(({ level }) => level === 'stop');
}
