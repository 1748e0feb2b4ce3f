import { type Component, manifest } from '../../engine/index.ts';
import { ownerLabels } from '../../resources/index.ts';
import { kernelPolicy } from './kernel-policy.ts';

/** What the API server holds the gateway to, whoever has taken it over. */
export const admission: Component = {
  id: 'admission',
  dependsOn: ['namespaces'],
  desired: ({ config }) => {
    const labels = ownerLabels({ platform: config.metadata.name, component: 'admission' });
    return kernelPolicy(config, labels).map((object) => manifest(object, { whereServed: NO_ADMISSION_POLICY }));
  },
  ready: () => [],
};

/** What people have to know of a cluster whose API server has no such policies. */
export const NO_ADMISSION_POLICY =
  'This cluster has no ValidatingAdmissionPolicy, which came with Kubernetes 1.30: what the gateway may start is held by its rights and by Pod Security alone.';
