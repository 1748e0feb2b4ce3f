import { expect, test } from 'vitest';
import { builtInKernelspec } from './built-in.ts';
import { hashFileSet } from './file-set.ts';
import { type PlatformLiterals, renderKernelspec } from './render-kernelspec.ts';

const literals: PlatformLiterals = {
  image: 'registry.lab/kernel-py:1',
  namespace: 'kernels',
  claim: 'homes',
  serviceAccount: 'kernel',
  uid: 1000,
  gid: 100,
  homeMountPath: '/home/jovyan',
  resources: { requests: { cpu: '1' }, limits: {} },
};

test("a rendered kernelspec holds the platform's values where the gateway and the launcher look for them", async () => {
  const { files } = renderKernelspec(await builtInKernelspec('python_kubernetes'), literals);
  const json = (path: string): unknown => JSON.parse(new TextDecoder().decode(files.get(path)!.content));
  expect([...files.keys()].every((path) => path.startsWith('python_kubernetes/'))).toBe(true);
  expect(json('python_kubernetes/scripts/platform.json')).toEqual(literals);
  expect(json('python_kubernetes/kernel.json')).toMatchObject({
    env: { KERNEL_NAMESPACE: 'kernels', KERNEL_POD_NAME: 'nb-{{ kernel_id }}', KERNEL_SERVICE_ACCOUNT_NAME: 'kernel' },
    metadata: { debugger: true, process_proxy: { config: { image_name: 'registry.lab/kernel-py:1' } } },
  });
});

test('the same platform gives the same files, and another image other ones', async () => {
  const spec = await builtInKernelspec('python_kubernetes');
  const hash = hashFileSet(renderKernelspec(spec, literals));
  expect(hashFileSet(renderKernelspec(spec, { ...literals }))).toBe(hash);
  expect(hashFileSet(renderKernelspec(spec, { ...literals, image: 'x' }))).not.toBe(hash);
});

test('a kernelspec that brings its own platform.json is refused', async () => {
  const spec = await builtInKernelspec('python_kubernetes');
  const files = new Map([
    ...spec.files.files,
    ['scripts/platform.json', { content: new Uint8Array(), mode: 0o644 }],
  ] as const);
  expect(() => renderKernelspec({ ...spec, files: { files } }, literals)).toThrow(
    'brings its own scripts/platform.json',
  );
});
