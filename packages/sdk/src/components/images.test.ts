import { expect, test } from 'vitest';
import { platformConfig } from '../../test/platform-config.ts';
import { imageFrom } from './images.ts';

const from = (registry: string | null, image: string) => imageFrom(platformConfig({ images: { registry } }), image);

test.each([
  ['docker.io/elyra/kernel-py:3.3.0', 'mirror.example.com:5000/elyra/kernel-py:3.3.0'],
  ['quay.io/jupyterhub/k8s-hub', 'mirror.example.com:5000/jupyterhub/k8s-hub'],
  ['localhost:5000/lab', 'mirror.example.com:5000/lab'],
  ['localhost/lab', 'mirror.example.com:5000/lab'],
  ['elyra/kernel-py', 'mirror.example.com:5000/elyra/kernel-py'],
  ['busybox:1.35.0', 'mirror.example.com:5000/busybox:1.35.0'],
])('from a mirror, %s is %s', (image, mirrored) => {
  expect(from('mirror.example.com:5000', image)).toBe(mirrored);
});

test('without a mirror an image is where its name says', () => {
  expect(from(null, 'docker.io/elyra/kernel-py:3.3.0')).toBe('docker.io/elyra/kernel-py:3.3.0');
});
