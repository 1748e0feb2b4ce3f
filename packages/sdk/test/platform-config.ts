import { parseConfig, type PlatformConfig } from '../src/config/index.ts';
import { formatYaml } from '../src/yaml/index.ts';

/** A small platform file, with these parts of `spec` in the place of its own. */
export function platformConfig(spec: Readonly<Record<string, unknown>> = {}): PlatformConfig {
  const hub = { authenticator: { class: 'native', allow: ['alice', 'bob'], admins: ['alice'] } };
  return parseConfig(
    formatYaml({
      apiVersion: 'naas.dev/v1',
      kind: 'Platform',
      metadata: { name: 'lab' },
      spec: {
        storage: {
          homes: { nfs: { server: '203.0.113.7', path: '/export/homes' } },
          kernelspecs: { storageClassName: 'fast' },
        },
        hub,
        ...spec,
      },
    }),
  );
}
