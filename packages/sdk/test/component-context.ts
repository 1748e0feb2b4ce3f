import { completeCredentials, type ComponentContext } from '../src/engine/index.ts';
import { platformConfig } from './platform-config.ts';

/** What stands for the guard's program. */
export const GUARD_BUNDLE = "console.log('on guard')\n";

/** What components look at: a small platform file with these parts, secrets made for it, and no Helm. */
export function componentContext(spec: Readonly<Record<string, unknown>> = {}): ComponentContext {
  return {
    config: platformConfig(spec),
    credentials: completeCredentials({}),
    helm: () => Promise.reject(new Error('no chart here')),
    guardBundle: async () => GUARD_BUNDLE,
    signal: new AbortController().signal,
  };
}
