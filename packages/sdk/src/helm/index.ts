export { chartDigest, type ChartSource } from './charts/chart.ts';
export { findHelm, type HelmOptions } from './program/find-helm.ts';
export { Helm } from './program/helm.ts';
export {
  listReleases,
  releaseHistory,
  releaseManifest,
  releaseStatus,
  releaseValues,
  type ListReleasesOptions,
  type ReadReleaseOptions,
} from './releases/read-releases.ts';
export type { Release, ReleaseRef } from './releases/release.ts';
export { renderChart, type RenderChartOptions } from './charts/render-chart.ts';
export { uninstallRelease } from './actions/uninstall-release.ts';
export { upgradeInstall, type UpgradeInstallOptions } from './actions/upgrade-install.ts';
