import { type GatewayKernel, kernelListSchema, kernelPath } from '../gateway/index.ts';
import { call, type CallOptions, parse } from '../http/index.ts';
import { type PersonServer, serverRefusal } from './person-server.ts';

/** Lists the kernels a person's server started itself; those from before its restart it does not know. */
export async function listKernelsOf(server: PersonServer, options: CallOptions = {}): Promise<GatewayKernel[]> {
  const answer = await call(server.api, { path: 'kernels' }, options);
  if (answer.status !== 200) throw serverRefusal(server, answer, 'list its kernels');
  return parse(server.api, kernelListSchema, answer.body);
}

/** Interrupts a kernel of a person's server; false when the server does not know it. */
export async function interruptKernelOf(server: PersonServer, id: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(server.api, { method: 'POST', path: `${kernelPath(id)}/interrupt` }, options);
  if (answer.status === 404) return false;
  if (answer.status !== 204) throw serverRefusal(server, answer, `interrupt kernel ${id}`);
  return true;
}

/** Stops a kernel of a person's server; false when the server does not know it. */
export async function stopKernelOf(server: PersonServer, id: string, options: CallOptions = {}): Promise<boolean> {
  const answer = await call(server.api, { method: 'DELETE', path: kernelPath(id) }, options);
  if (answer.status === 404) return false;
  if (answer.status !== 204) throw serverRefusal(server, answer, `stop kernel ${id}`);
  return true;
}
