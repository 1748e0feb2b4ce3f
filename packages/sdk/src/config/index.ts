export { PLATFORM_NAMESPACE } from './rules.ts';
export { platformSchema, type PlatformConfig } from './schema.ts';
