import type { Bench } from '../../support/bench.ts';
import type { Context } from './attempt.ts';

/** Where a platform has its parts. */
export const PLACES = { servers: 'jupyterhub', gateway: 'enterprise-gateway', kernels: 'notebook-kernels' } as const;

/** What anybody may know of a platform before there is a kernel. */
export function guardedContext({ nfs }: Bench): Context {
  const { servers, gateway, kernels } = PLACES;
  const nowhere = { kernel: '', kernelAddress: '', kernelPorts: [], serverAddress: '', serverPod: '' };
  return {
    front: `enterprise-gateway.${gateway}`,
    kernelspec: 'python_kubernetes',
    env: {},
    nfs: { server: nfs.server, share: nfs.path },
    alice: { ...nowhere, home: `${nfs.path}/alice` },
    bob: { kernel: '', kernelPod: '', home: `${nfs.path}/bob` },
    namespaces: { gateway, servers, kernels, elsewhere: servers },
    gateway: { host: `enterprise-gateway-backend.${gateway}`, address: '', account: 'enterprise-gateway' },
    guards: [],
    tokens: { stale: '', narrow: {} },
    maxPerUser: 5,
    secret: '',
  };
}
