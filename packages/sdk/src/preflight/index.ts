export type { ClusterFacts, StorageClassFacts } from './cluster/cluster-facts.ts';
export type { Distribution } from './cluster/distribution.ts';
export type { Fact } from './cluster/fact.ts';
export { type Finding, type FindingCode, type FindingLevel, type PreflightReport, stopsOf } from './finding.ts';
export { preflight, type PreflightOptions } from './preflight.ts';
export { deployerRbac, type DeployerRbacOptions } from './deployer-rbac.ts';
export type { RbacSubject } from './rights/rbac-objects.ts';
