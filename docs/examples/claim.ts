// Claims that volume, and waits until the claim has it: claim.ts VOLUME NAMESPACE
import { applyObject, claim, claimIsBound, connectKube, refOf, waitForObject } from '@naas/sdk';

const [volume = 'lab-homes', namespace = 'lab'] = process.argv.slice(2);
const kubeconfig = process.env['KUBECONFIG'] ?? `${process.env['HOME']}/.kube/config`;

await using kube = await connectKube({ kubeconfig });
// `from: { storageClass: 'nfs-client' }` has a volume made instead.
const homes = claim({ namespace, name: 'homes', size: '15Gi', from: { volume } });
await applyObject(kube, homes);
await waitForObject(kube, refOf(homes), claimIsBound, { deadlineMs: 60_000, onReason: console.log });
console.log(`The claim ${namespace}/homes has the volume ${volume}.`);
