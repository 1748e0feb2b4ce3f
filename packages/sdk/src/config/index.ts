export { ConfigError, type ConfigIssue } from './config-error.ts';
export { configJsonSchema } from './json-schema.ts';
export { loadConfig, parseConfig, type LoadConfigOptions, type ParseConfigOptions } from './load.ts';
export { configReference } from './reference.ts';
export { PLATFORM_NAMESPACE } from './rules.ts';
export type { PlatformConfig } from './schema.ts';
export { configTemplate, type ConfigAnswers } from './template.ts';
export { PINNED_GATEWAY_VARIABLES } from './values-rules.ts';
