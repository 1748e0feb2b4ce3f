import { type Component, type ReadyCheck, type ReadyContext, release } from '../../engine/index.ts';
import { fetchFailure } from '../../fetch-failure.ts';
import { forwardPort, type Verdict } from '../../kube/index.ts';
import { hubAddressed } from './hub-addressed.ts';
import { hubValues } from './hub-values.ts';
import { names } from '../names.ts';
import { claimBound, deploymentAvailable } from '../ready/index.ts';

/** JupyterHub by its official chart: where people sign in and their servers start. */
export const hub: Component = {
  id: 'hub',
  dependsOn: ['credentials', 'homes', 'addresses'],
  desired: async ({ config, credentials }) => {
    const { release: name, namespace, chart } = config.hub;
    return [await release({ name, namespace, chart, values: hubValues(config, credentials) }, { credentials })];
  },
  ready: ({ config }) => [
    claimBound(config.hub.namespace, names.hub.databaseClaim, 'spec.hub.database.storageClassName'),
    deploymentAvailable(config.hub.namespace, names.hub.deployment),
    deploymentAvailable(config.hub.namespace, names.hub.proxy),
    deploymentAvailable(config.hub.namespace, names.hub.userScheduler, { optional: true }),
    hubAnswers(config.hub.namespace),
    ...hubAddressed(config),
  ],
  leavesBehind: ({ config }) => [{ namespace: config.hub.namespace, labelSelector: 'component=singleuser-server' }],
  data: ({ config }) => ({
    claims: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: config.hub.namespace,
        name: names.hub.databaseClaim,
      },
    ],
  }),
};

function hubAnswers(namespace: string): ReadyCheck {
  return {
    subject: { kind: 'Service', namespace, name: names.hub.publicService },
    judge: (context) => judgeAnswer(namespace, context),
  };
}

async function judgeAnswer(namespace: string, { kube, signal }: ReadyContext): Promise<Verdict> {
  await using forward = await forwardPort(kube, { namespace, service: names.hub.publicService, port: 80 }, { signal });
  try {
    const response = await fetch(`${forward.url}/hub/api/`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    // What is left unread when its connection ends can end the whole process: https://github.com/nodejs/undici/issues/5360
    await response.body?.cancel();
    if (response.ok) return { state: 'ready' };
    return { state: 'waiting', reason: `the hub answers with status ${response.status}` };
  } catch (error) {
    signal.throwIfAborted();
    return { state: 'waiting', reason: `the hub does not answer yet: ${fetchFailure(error)}` };
  }
}
