import type { KubeObject } from '../kube/index.ts';

export interface SecretOptions {
  readonly namespace: string;
  readonly name: string;
  /** Plain text by key. */
  readonly values: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Builds a Secret. Its values are encoded at once, so that what is sent and what is read back compare equal. */
export function secret(options: SecretOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: options.name, namespace: options.namespace, labels: { ...options.labels } },
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(options.values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  };
}
