export { getKernel, interruptKernel, listKernels, listKernelspecs, stopKernel } from './client.ts';
export type { GatewayKernel, KernelspecEntry } from './model.ts';
export { kernelListSchema, kernelSchema, kernelspecsSchema } from './schema.ts';
export { connectGateway, GATEWAY_WORDS, kernelPath, type Gateway, type GatewayOptions } from './wire.ts';
