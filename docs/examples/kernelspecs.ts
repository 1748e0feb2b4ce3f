// Writes the Python kernelspec, made one platform's own, into a folder such as an NFS export: kernelspecs.ts FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtInKernelspec, hashFileSet, renderKernelspec } from '@naas/sdk';

const [folder = './kernels'] = process.argv.slice(2);

const python = await builtInKernelspec('python_kubernetes'); // or readKernelspec('./my_kernelspec'), your own
const { files } = renderKernelspec(python, {
  image: 'docker.io/elyra/kernel-py:3.3.0',
  namespace: 'notebook-kernels',
  claim: 'kernel-homes',
  serviceAccount: 'kernel',
  uid: 1000,
  gid: 100,
  homeMountPath: '/home/jovyan',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
});
for (const [path, { content, mode }] of files) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content, { mode });
}
console.log(`${python.spec.display_name}: ${files.size} files in ${folder}, ${hashFileSet({ files }).slice(0, 12)}`);
