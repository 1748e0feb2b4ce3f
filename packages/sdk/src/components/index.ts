import type { Component } from '../engine/index.ts';
import { admission } from './admission/admission.ts';
import { credentials } from './credentials.ts';
import { gateway } from './gateway/gateway.ts';
import { guard } from './guard/guard.ts';
import { homes } from './homes.ts';
import { hub } from './hub/hub.ts';
import { kernelspecs } from './kernelspecs.ts';
import { kernelspecsStorage } from './kernelspecs-storage.ts';
import { addresses } from './load-balancer/addresses.ts';
import { loadBalancer } from './load-balancer/load-balancer.ts';
import { namespaces } from './namespaces.ts';
import { network } from './network.ts';
import { provisioner } from './provisioner.ts';

/** What a platform consists of. */
export const components: readonly Component[] = [
  namespaces,
  provisioner,
  loadBalancer,
  addresses,
  credentials,
  network,
  admission,
  homes,
  kernelspecsStorage,
  kernelspecs,
  guard,
  gateway,
  hub,
];

export { NO_ADMISSION_POLICY } from './admission/admission.ts';
export { builtInGuardBundle } from './guard/built-in-bundle.ts';
export { imageFrom } from './images.ts';
export { kernelspecFiles } from './kernelspecs.ts';
export { addressesOf, whyNoAddress, whyNotAnnounced } from './load-balancer/service-address.ts';
export { listedKernelspecs, type GatewayAddress, type KernelspecListing } from './gateway/listed-kernelspecs.ts';
export { names } from './names.ts';
