import { type Component, type ComponentContext, manifest, secretHash } from '../../engine/index.ts';
import { ownerLabels } from '../../resources/index.ts';
import { names } from '../names.ts';
import { deploymentAvailable } from '../ready/index.ts';
import { guardDeployment } from './guard-deployment.ts';
import { guardBudget, guardFiles, guardPeers, guardRights, guardSecrets } from './guard-manifests.ts';

/**
 * The guard between people's servers and the gateway: it asks the hub who calls, and lets everybody reach their own
 * kernels only. It comes before the gateway, whose front door leads to it.
 */
export const guard: Component = {
  id: 'guard',
  dependsOn: ['credentials', 'network'],
  desired: async (context) => {
    const { config } = context;
    const labels = ownerLabels({ platform: config.metadata.name, component: 'guard' });
    const files = guardFiles(config, { bundle: await context.guardBundle(), labels });
    const { secrets, hashes } = tokens(context);
    return [
      ...guardRights(config, labels),
      guardSecrets(config, { secrets, labels }),
      files,
      guardPeers(config, labels),
      ...guardBudget(config, labels),
      guardDeployment(config, { files, hashes, labels }),
    ].map((object) => manifest(object));
  },
  ready: ({ config }) => [deploymentAvailable(config.gateway.namespace, names.guard.name)],
};

/** The guard's secrets by the names of their files, and what stands for each where it may be seen. */
function tokens({ credentials }: ComponentContext) {
  const secrets = {
    'gateway-token': credentials.backendToken,
    'operator-token': credentials.guardToken,
    'hub-token': credentials.guardHubToken,
  };
  const hashes = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, secretHash(value)]));
  return { secrets, hashes };
}
