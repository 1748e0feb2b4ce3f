export { plannedManifest } from './actions/planned-manifest.ts';
export { rollbackRelease, type RollbackReleaseOptions } from './actions/rollback-release.ts';
export { uninstallRelease } from './actions/uninstall-release.ts';
export { upgradeInstall, type UpgradeInstallOptions } from './actions/upgrade-install.ts';
export { chartDigest, type ChartSource } from './charts/chart.ts';
export { renderChart, type RenderChartOptions } from './charts/render-chart.ts';
export { findHelm, type HelmOptions } from './program/find-helm.ts';
export { Helm } from './program/helm.ts';
export {
  listReleases,
  type ListReleasesOptions,
  type ReadReleaseOptions,
  releaseHistory,
  releaseStatus,
  releaseValues,
} from './releases/read-releases.ts';
export type { Release, ReleaseRef } from './releases/release.ts';
export { releaseRevision, type ReleaseRevision, type RevisionRef } from './releases/release-revision.ts';
export { releaseState, type ReleaseState } from './releases/release-state.ts';
export { storedRelease } from './releases/stored-release.ts';
export type { KeepIn } from './stuck/keep-record.ts';
export { type Repaired, repairRelease } from './stuck/repair-release.ts';
export { type StuckRelease, stuckRelease, type StuckReleaseOptions, type StuckState } from './stuck/stuck-release.ts';
export type { RepairKind } from './stuck/unfinished.ts';
