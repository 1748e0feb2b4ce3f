export {
  ConfigError,
  configJsonSchema,
  type ConfigIssue,
  configReference,
  configTemplate,
  loadConfig,
  parseConfig,
  PLATFORM_NAMESPACE,
  type PlatformConfig,
} from './config/index.ts';
export { names } from './components/index.ts';
export {
  type ApplyEvent,
  changesOf,
  type FieldChange,
  type Plan,
  type PlannedAction,
  type Verb,
} from './engine/index.ts';
export {
  describeError,
  ERROR_CODES,
  NaasError,
  type NaasErrorCode,
  type NaasErrorOptions,
  type Subject,
} from './errors.ts';
export {
  chartDigest,
  type ChartSource,
  findHelm,
  Helm,
  type HelmOptions,
  listReleases,
  type Release,
  releaseHistory,
  type ReleaseRef,
  releaseStatus,
  releaseValues,
  renderChart,
  uninstallRelease,
  upgradeInstall,
} from './helm/index.ts';
export {
  builtInKernelspec,
  compareKernelspecs,
  type FileSet,
  hashFileSet,
  type Kernelspec,
  type KernelspecFileState,
  type PlatformLiterals,
  type Publication,
  publishKernelspecs,
  readKernelspec,
  renderKernelspec,
} from './kernelspecs/index.ts';
export {
  applyObject,
  connectKube,
  createObject,
  deleteObject,
  execInPod,
  explainPod,
  type Forward,
  forwardPort,
  getObject,
  Kube,
  KubeError,
  type KubeObject,
  type KubeOptions,
  listEvents,
  listObjects,
  listTable,
  type ObjectRef,
  patchObject,
  readPodLog,
  refOf,
  type ResourceKind,
  type Verdict,
  waitForObject,
  waitForPod,
  watchObjects,
} from './kube/index.ts';
export { claim, claimIsBound, namespace, networkPolicy, nfsVolume, secret } from './resources/index.ts';
export { type Endpoint, type KernelspecReport, NotebookService, type NotebookServiceOptions } from './service/index.ts';
export type { ClaimRow, Health, PlatformStatus, PodRow, ReleaseRow, ServiceRow, VolumeRow } from './status/index.ts';
export { formatYaml, parseYaml, parseYamlDocuments } from './yaml/index.ts';
