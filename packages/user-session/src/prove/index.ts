export { PROOF_PHASES, type ProofEvent, type ProofPhase, type ProvenPhase } from './phases.ts';
export { proofCluster, type PodCause, type ProofCluster, type ProofClusterOptions } from './proof-cluster.ts';
export { prove } from './prove.ts';
export type { ProofOptions } from './run.ts';
