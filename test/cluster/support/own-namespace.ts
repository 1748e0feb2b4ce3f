import { afterAll, beforeAll } from 'vitest';
import {
  connectKube,
  createObject,
  deleteObject,
  waitForObject,
  type Kube,
  type KubeObject,
} from '../../../packages/sdk/src/kube/index.ts';

export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
export const POD = { apiVersion: 'v1', kind: 'Pod' };

/** A namespace for one test file; `kube` is connected from the first test on. */
export interface OwnNamespace {
  readonly kube: Kube;
  readonly kubeconfig: string;
  readonly namespace: string;
  /** A ConfigMap in the namespace. */
  configMap(name: string, data: Record<string, string>): KubeObject;
  /** A pod in the namespace that sleeps, unless its container is told otherwise. */
  pod(name: string, spec?: Record<string, unknown>, container?: Record<string, unknown>): KubeObject;
}

/** Makes a namespace before the tests of the calling file, and takes it away after them. */
export function ownNamespace(): OwnNamespace {
  const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'] ?? '';
  const namespace = `kube-test-${Math.random().toString(36).slice(2, 8)}`;
  let kube: Kube | undefined;

  beforeAll(async () => {
    if (!kubeconfig) throw new Error('NAAS_TEST_KUBECONFIG names no kubeconfig: the cluster suite needs a cluster.');
    kube = await connectKube({ kubeconfig, userAgent: 'naas-test' });
    await createObject(kube, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', namespace };
    const exists = (found: unknown) =>
      found ? { state: 'ready' as const } : { state: 'waiting' as const, reason: 'no service account yet' };
    await waitForObject(kube, account, exists, { deadlineMs: 30_000 });
  });

  afterAll(async () => {
    if (kube === undefined) return;
    await deleteObject(kube, { apiVersion: 'v1', kind: 'Namespace', name: namespace });
    await kube.close();
  });

  return {
    get kube() {
      if (kube === undefined) throw new Error('The namespace is made before the first test, not before that.');
      return kube;
    },
    kubeconfig,
    namespace,
    configMap: (name, data) => ({ ...CONFIG_MAP, metadata: { name, namespace }, data }),
    pod: (name, spec = {}, container = {}) => ({
      ...POD,
      metadata: { name, namespace, labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'main', image: 'busybox:1.35.0', command: ['sleep', '3600'], ...container }],
        ...spec,
      },
    }),
  };
}
