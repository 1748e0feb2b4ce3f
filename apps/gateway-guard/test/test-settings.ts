import type { Settings } from '../src/settings.ts';

/** What a test says otherwise of the settings, part by part. */
export interface SettingsWish {
  readonly gatewayUrl: string;
  readonly hubUrl: string;
  /** @default any that is free */
  readonly operationsPort?: number;
  readonly changes?: { readonly [Part in keyof Settings]?: Partial<Settings[Part]> };
}

/** Settings of a guard on any free port of this machine. */
export function testSettings({ gatewayUrl, hubUrl, operationsPort = 0, changes = {} }: SettingsWish): Settings {
  return {
    port: 0,
    operationsPort,
    responsePort: 0,
    // Nobody listens on port 9.
    gateway: { url: gatewayUrl, responsePort: 9, ...changes.gateway },
    hub: { url: hubUrl, cacheSeconds: 60, awaySeconds: 600, ...changes.hub },
    kernels: {
      namespace: 'notebook-kernels',
      serviceAccount: 'kernel',
      homeMountPath: '/home/jovyan',
      launchSeconds: 120,
      maxPerUser: 5,
      largest: null,
      ...changes.kernels,
    },
    leftOvers: { endAfterSeconds: 600, sweepOrphans: false, ...changes.leftOvers },
    peers: 'peers.invalid',
  };
}
