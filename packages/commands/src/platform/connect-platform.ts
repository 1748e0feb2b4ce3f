import { names, type NotebookService } from '@naas/sdk';
import {
  endKernel,
  findKernelPod,
  listKernelPods,
  listPeople,
  proofCluster,
  prove,
  removeKernelPod,
  startServer,
  stopServer,
  systemClock,
  type KernelPod,
} from '@naas/user-session';
import type { Platform } from './platform.ts';
import { openGateway, openHub } from './ways-in.ts';

/**
 * Joins what the cluster knows of a platform with what its hub and gateway know of people. Ways to hub and gateway are
 * open for one call each; the service stays the caller's to close.
 */
export function connectPlatform(service: NotebookService): Platform {
  const { config, kube } = service;
  const { namespace } = config.kernels;
  return {
    name: config.metadata.name,
    preflight: (options) => service.preflight(options),
    rbac: (options) => service.rbac(options),
    plan: (options) => service.plan(options),
    planAdopt: (options) => service.planAdopt(options),
    planRollback: (options) => service.planRollback(options),
    planDestroy: (options) => service.planDestroy(options),
    planKernelspecs: (options) => service.planKernelspecs(options),
    apply: (plan, options) => service.apply(plan, options),
    history: (options) => service.history(options),
    holder: (options) => service.holder(options),
    drift: (options) => service.drift(options),
    status: (options) => service.status(options),
    kernelspecs: (options) => service.kernelspecs(options),
    async people(options = {}) {
      const [hub, gateway] = await Promise.all([openHub(service, 'operator', options), openGateway(service, options)]);
      await using _hub = hub;
      await using _gateway = gateway;
      const kernelPods = (call: object) => listKernelPods(kube, { ...call, namespace });
      return await listPeople({ hub: hub.to, gateway: gateway.to, kernelPods }, options);
    },
    async *startServer(server, options = {}) {
      await using hub = await openHub(service, 'operator', options);
      yield* startServer(hub.to, server, options);
    },
    async stopServer(server, options = {}) {
      await using hub = await openHub(service, 'operator', options);
      return await stopServer(hub.to, server, options);
    },
    async endKernel(kernelId, options = {}) {
      await using gateway = await openGateway(service, options);
      const kernelPod = (id: string, call: object) => findKernelPod(kube, id, { ...call, namespace });
      const removePod = (pod: KernelPod, call: object) => removeKernelPod(kube, pod, call);
      return await endKernel({ gateway: gateway.to, kernelPod, removePod }, kernelId, options);
    },
    async *prove(options = {}) {
      await using hub = await openHub(service, 'proof', options);
      await using gateway = await openGateway(service, options);
      const cluster = proofCluster(kube, {
        hubNamespace: config.hub.namespace,
        kernelsNamespace: namespace,
        homesClaim: names.homes.servers.claim,
      });
      const [kernelspec] = config.kernels.specs;
      const sources = { hub: hub.to, gateway: gateway.to, cluster, clock: systemClock };
      yield* prove(kernelspec === undefined ? sources : { ...sources, kernelspec }, options);
    },
  };
}
