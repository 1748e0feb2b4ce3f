// Publishes the Python kernelspec to the claim a gateway reads, all files at once: kernelspecs.ts NAMESPACE CLAIM
import { builtInKernelspec, connectKube, hashFileSet, publishKernelspecs, renderKernelspec } from '@naas/sdk';

const [namespace = 'lab', claim = 'kernelspecs'] = process.argv.slice(2);
const kubeconfig = process.env['KUBECONFIG'] ?? `${process.env['HOME']}/.kube/config`;

await using kube = await connectKube({ kubeconfig });
const python = await builtInKernelspec('python_kubernetes'); // or readKernelspec('./my_kernelspec'), your own
const files = renderKernelspec(python, {
  image: 'docker.io/elyra/kernel-py:3.3.0',
  namespace: 'notebook-kernels',
  claim: 'kernel-homes',
  serviceAccount: 'kernel',
  uid: 1000,
  gid: 100,
  homeMountPath: '/home/jovyan',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
});
await publishKernelspecs(kube, { namespace, claim, image: 'docker.io/elyra/enterprise-gateway:3.3.0', files });
console.log(`${python.spec.display_name} is on the claim ${namespace}/${claim}: ${hashFileSet(files).slice(0, 12)}`);
