import { NaasError } from '@naas/sdk';
import { call, type CallOptions, parse, refusal } from '../http/index.ts';
import type { GatewayKernel, KernelspecEntry } from './model.ts';
import { kernelListSchema, kernelSchema, kernelspecsSchema } from './schema.ts';
import { type Gateway, kernelPath } from './wire.ts';

/** Lists what kernels can be started from. The lightest question that a gateway with a token answers. */
export async function listKernelspecs(gateway: Gateway, options: CallOptions = {}): Promise<KernelspecEntry[]> {
  const answer = await call(gateway.api, { path: 'kernelspecs' }, options);
  if (answer.status !== 200) throw refusal(gateway.api, answer, 'list its kernelspecs');
  return Object.values(parse(gateway.api, kernelspecsSchema, answer.body).kernelspecs);
}

/** Lists every kernel the gateway knows, of everybody. The gateway has to run with `EG_LIST_KERNELS`. */
export async function listKernels(gateway: Gateway, options: CallOptions = {}): Promise<GatewayKernel[]> {
  const answer = await call(gateway.api, { path: 'kernels' }, options);
  if (answer.status === 403) {
    throw new NaasError('GATEWAY_REFUSED', `It is not allowed to list the kernels of ${gateway.api.name}.`, {
      hint: 'Set EG_LIST_KERNELS=True on the gateway.',
    });
  }
  if (answer.status !== 200) throw refusal(gateway.api, answer, 'list its kernels');
  return parse(gateway.api, kernelListSchema, answer.body);
}

/** Reads one kernel; undefined when the gateway does not know it. */
export async function getKernel(
  gateway: Gateway,
  id: string,
  options: CallOptions = {},
): Promise<GatewayKernel | undefined> {
  const answer = await call(gateway.api, { path: kernelPath(id) }, options);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(gateway.api, answer, `show kernel ${id}`);
  return parse(gateway.api, kernelSchema, answer.body);
}

/** Stops a kernel; false when the gateway did not know it. Its pod goes a moment later. */
export async function stopKernel(gateway: Gateway, id: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(gateway.api, { method: 'DELETE', path: kernelPath(id) }, options);
  if (answer.status === 404) return false;
  if (answer.status !== 204) throw refusal(gateway.api, answer, `stop kernel ${id}`);
  return true;
}

/** Interrupts what a kernel computes; false when the gateway did not know it. */
export async function interruptKernel(gateway: Gateway, id: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(gateway.api, { method: 'POST', path: `${kernelPath(id)}/interrupt` }, options);
  if (answer.status === 404) return false;
  if (answer.status !== 204) throw refusal(gateway.api, answer, `interrupt kernel ${id}`);
  return true;
}
