import type { Component } from '../engine/index.ts';
import { credentials } from './credentials.ts';
import { gateway } from './gateway/gateway.ts';
import { homes } from './homes.ts';
import { hub } from './hub/hub.ts';
import { kernelspecs } from './kernelspecs.ts';
import { namespaces } from './namespaces.ts';
import { network } from './network.ts';

/** What a platform consists of. */
export const components: readonly Component[] = [namespaces, credentials, network, homes, kernelspecs, gateway, hub];

export { kernelspecFiles } from './kernelspecs.ts';
export { listedKernelspecs, type GatewayAddress, type KernelspecListing } from './gateway/listed-kernelspecs.ts';
export { names } from './names.ts';
