export type { ClaimRow, Health, PlatformStatus, PodRow, ReleaseRow, ServiceRow, VolumeRow } from './platform-status.ts';
export { readStatus, type ReadStatusOptions } from './read-status.ts';
