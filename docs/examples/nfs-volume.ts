// Makes a volume on an NFS export, kept for one claim: nfs-volume.ts NAME NAMESPACE SERVER PATH
import { applyObject, connectKube, nfsVolume } from '@naas/sdk';

const [name = 'lab-homes', namespace = 'lab', server = '192.168.1.10', path = '/export/homes'] = process.argv.slice(2);
const kubeconfig = process.env['KUBECONFIG'] ?? `${process.env['HOME']}/.kube/config`;

await using kube = await connectKube({ kubeconfig });
// When its claim is deleted the volume stays, and so do the files.
const volume = nfsVolume({ name, server, path, size: '15Gi', claim: { namespace, name: 'homes' } });
await applyObject(kube, volume);
console.log(`The volume ${name} is ${server}:${path}, for the claim ${namespace}/homes.`);
