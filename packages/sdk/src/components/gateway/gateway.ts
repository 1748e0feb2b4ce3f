import {
  type Component,
  type ComponentContext,
  manifest,
  type ReadyCheck,
  type ReadyContext,
} from '../../engine/index.ts';
import { renderChart } from '../../helm/index.ts';
import { forwardPort, type KubeObject, type Verdict } from '../../kube/index.ts';
import { ownerLabels } from '../../resources/index.ts';
import { gatewayChartValues } from './chart-values.ts';
import { reviewGateway } from './review-gateway.ts';
import { gatewayFromChart } from './gateway-from-chart.ts';
import { gatewayDeployment, gatewayRights, gatewayService } from './gateway-manifests.ts';
import { gatewayOfTheRecipe } from './gateway-of-the-recipe.ts';
import { listedKernelspecs } from './listed-kernelspecs.ts';
import { names } from '../names.ts';
import { deploymentAvailable } from '../ready/index.ts';

/** Enterprise Gateway by our own manifests, or from its own chart: what starts kernels, with rights in their namespace only. */
export const gateway: Component = {
  id: 'gateway',
  dependsOn: ['credentials', 'network', 'admission', 'kernelspecs', 'guard'],
  desired: async (context) => {
    const { config } = context;
    const labels = ownerLabels({ platform: config.metadata.name, component: 'gateway' });
    return [
      ...gatewayRights(config, labels),
      // Here and not with the guard: it is held back together with the gateway.
      gatewayService(config, { name: names.gateway.service, selector: names.guard.selector, labels }),
      ...(await gatewayItself(context, labels)),
    ].map((object) => manifest(object));
  },
  ready: ({ config }) => [
    deploymentAvailable(config.gateway.namespace, names.gateway.deployment),
    kernelspecsListed(config.gateway.namespace, config.kernels.specs),
  ],
  leavesBehind: ({ config }) => [{ namespace: config.kernels.namespace, labelSelector: 'component=kernel' }],
  review: reviewGateway,
  supersedes: ({ config }) => gatewayOfTheRecipe(config.gateway.namespace),
};

/** Its Service and its Deployment: the platform's own, unless the file names a chart. */
async function gatewayItself(
  { config, helm, signal }: ComponentContext,
  labels: Readonly<Record<string, string>>,
): Promise<KubeObject[]> {
  const { chart, namespace } = config.gateway;
  if (chart === undefined) {
    const { backend, selector } = names.gateway;
    return [gatewayService(config, { name: backend, selector, labels }), gatewayDeployment(config, labels)];
  }
  const options = { name: names.gateway.deployment, namespace, chart, values: gatewayChartValues(config) };
  return gatewayFromChart(await renderChart(await helm(), options, { signal }), config, labels);
}

/** Holds when the gateway itself offers every kernelspec: its port answers before it has read them. */
function kernelspecsListed(namespace: string, specs: readonly string[]): ReadyCheck {
  return {
    subject: { kind: 'Service', namespace, name: names.gateway.backend },
    judge: (context) => judgeListing(specs, context),
  };
}

async function judgeListing(specs: readonly string[], context: ReadyContext): Promise<Verdict> {
  const { config, credentials, kube, signal } = context;
  await using forward = await forwardPort(
    kube,
    { namespace: config.gateway.namespace, service: names.gateway.backend, port: names.gateway.port },
    { signal },
  );
  const listing = await listedKernelspecs({ url: forward.url, token: credentials.backendToken }, signal);
  if ('error' in listing) return { state: 'waiting', reason: `the gateway does not answer yet: ${listing.error}` };
  const missing = specs.filter((name) => !listing.names.includes(name));
  if (missing.length === 0) return { state: 'ready' };
  return {
    state: 'failed',
    reason: `the gateway does not offer ${missing.join(', ')}; its log says which file is bad`,
  };
}
