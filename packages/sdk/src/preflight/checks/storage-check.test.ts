import { expect, test } from 'vitest';
import { factsOf, hubRendering, runCheck, told } from '../../../test/run-check.ts';
import type { KubeObject } from '../../kube/index.ts';
import { storageCheck } from './storage-check.ts';

const claim = (spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'hub-db-dir', namespace: 'jupyterhub' },
  spec,
});

test('claims are told with the class they get; those on a volume of the platform need none', async () => {
  expect(told(await runCheck(storageCheck, { renderings: [hubRendering(claim({}))] }))).toEqual([
    'ok: The claim kernelspecs-pvc has the storage class fast',
    'ok: The claim hub-db-dir has the storage class fast, the default one',
  ]);
});

test('a class that is not there and a default that is missing stop a deploy, with the command', async () => {
  const cluster = {
    ...(await factsOf('rke2')),
    storageClasses: [{ name: 'slow', isDefault: false, provisioner: 'x' }],
  };
  const findings = await runCheck(storageCheck, { cluster, renderings: [hubRendering(claim({}))] });
  expect(told(findings)).toEqual([
    'stop: The claim kernelspecs-pvc wants the storage class fast, which is not there (classes there: slow)',
    'stop: The claim hub-db-dir names no storage class, and the cluster has no default one (classes there: slow)',
  ]);
  expect(findings[1]?.hint).toContain('kubectl annotate storageclass');
  const onMicroK8s = { ...cluster, distribution: 'microk8s' as const };
  const [, hint] = await runCheck(storageCheck, { cluster: onMicroK8s, renderings: [hubRendering(claim({}))] });
  expect(hint?.hint).toBe('microk8s enable hostpath-storage');
});

test('a claim that has its volume needs no class any more, and a class may come with the platform', async () => {
  const bound = { ...claim({}), status: { phase: 'Bound' } };
  const fast = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' } };
  const how = {
    cluster: { storageClasses: [] },
    server: { objects: [bound] },
    renderings: [hubRendering(claim({}), fast)],
  };
  expect(told(await runCheck(storageCheck, how))).toEqual([
    'ok: The claim kernelspecs-pvc has the storage class fast',
    'ok: The claim hub-db-dir is bound already',
  ]);
});
