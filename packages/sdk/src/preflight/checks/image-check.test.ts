import { expect, test } from 'vitest';
import { platformConfig } from '../../../test/platform-config.ts';
import { hubRendering, runCheck, told } from '../../../test/run-check.ts';
import type { KubeObject } from '../../kube/index.ts';
import { imageCheck } from './image-check.ts';

test('names that stay what they are pass', async () => {
  expect(told(await runCheck(imageCheck))).toEqual(['ok: 4 images have names that stay what they are']);
});

test('moving tags, names that are none, and what does not come from the mirror are told', async () => {
  const config = platformConfig({
    kernels: { image: 'docker.io/elyra/kernel-py:dev' },
    images: { registry: 'mirror.example.com:5000' },
  });
  const pod = (image: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'hub', namespace: 'jupyterhub' },
    spec: { template: { spec: { containers: [{ image }] } } },
  });
  const renderings = [hubRendering(pod('quay.io/jupyterhub/k8s-hub'), pod('Not/An:Image'))];
  expect(told(await runCheck(imageCheck, { config, renderings }))).toEqual([
    'warning: quay.io/jupyterhub/k8s-hub may be another image tomorrow: its tag is moved',
    'warning: quay.io/jupyterhub/k8s-hub does not come from the mirror mirror.example.com:5000',
    'stop: Not/An:Image is not the name of an image',
    'warning: mirror.example.com:5000/elyra/kernel-py:dev may be another image tomorrow: its tag is moved',
  ]);
});

test.each([
  'busybox:1.35.0',
  'registry.k8s.io/pause:3.10.1',
  'localhost/tools:1',
  'mirror:5000/a/b_c__d-e:v1.2-rc.1',
  `quay.io/x/y@sha256:${'0'.repeat(64)}`,
])('%s is a name', async (image) => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n' },
    spec: { containers: [{ image }] },
  };
  const findings = await runCheck(imageCheck, { renderings: [hubRendering(pod)] });
  expect(told(findings)).toEqual(['ok: 5 images have names that stay what they are']);
});
