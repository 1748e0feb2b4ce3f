export { startGuard, type Guard, type GuardOptions } from './guard.ts';
export { podsApi, type PodsApi } from './kernels/pods-api.ts';
export { jsonLog, type Log } from './log.ts';
export { type Secrets, type Settings, settingsSchema } from './settings.ts';
