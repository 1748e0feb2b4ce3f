export { connectPlatform } from './connect-platform.ts';
export type { Platform, PlatformCallOptions } from './platform.ts';
