export { chartDigest, type ChartSource } from './chart.ts';
export { findHelm, type HelmOptions } from './find-helm.ts';
export { Helm } from './helm.ts';
export {
  listReleases,
  releaseHistory,
  releaseManifest,
  releaseStatus,
  releaseValues,
  type ListReleasesOptions,
  type ReadReleaseOptions,
} from './read-releases.ts';
export type { Release, ReleaseRef } from './release.ts';
export { renderChart, type RenderChartOptions } from './render-chart.ts';
export { uninstallRelease } from './uninstall-release.ts';
export { upgradeInstall, type UpgradeInstallOptions } from './upgrade-install.ts';
