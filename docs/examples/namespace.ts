// Makes a namespace in which only pods without privileges may run: namespace.ts [NAME]
import { applyObject, connectKube, namespace } from '@naas/sdk';

const [name = 'lab'] = process.argv.slice(2);
const kubeconfig = process.env['KUBECONFIG'] ?? `${process.env['HOME']}/.kube/config`;

await using kube = await connectKube({ kubeconfig });
const applied = await applyObject(kube, namespace({ name, podSecurity: 'restricted' }));
console.log(`The namespace ${applied.metadata.name} is there since ${applied.metadata.creationTimestamp}.`);
