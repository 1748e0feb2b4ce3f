import { expect, test } from 'vitest';
import { standIn } from '../../test/http-stand-in.ts';
import { platformStandIn } from '../../test/platform-stand-in.ts';
import { getKernel, interruptKernel, listKernels, listKernelspecs, stopKernel } from './client.ts';
import { connectGateway } from './wire.ts';

test('kernels are listed, interrupted and stopped, and those nobody knows are said to be so', async () => {
  await using platform = await platformStandIn();
  platform.kernels.add('k1');
  expect(await listKernels(platform.gateway)).toEqual([
    { id: 'k1', name: 'python_kubernetes', state: 'idle', lastActivity: '2026-01-01T00:00:00Z', connections: 0 },
  ]);
  expect(await interruptKernel(platform.gateway, 'k1')).toBe(true);
  expect(await stopKernel(platform.gateway, 'k1')).toBe(true);
  expect(await stopKernel(platform.gateway, 'k1')).toBe(false);
  expect(await interruptKernel(platform.gateway, 'k1')).toBe(false);
  expect(await getKernel(platform.gateway, 'k1')).toBeUndefined();
});

test('kernelspecs are told by the name a person sees', async () => {
  await using platform = await platformStandIn();
  expect(await listKernelspecs(platform.gateway)).toEqual([
    { name: 'python_kubernetes', displayName: 'Python on Kubernetes', language: 'python' },
  ]);
});

test('a gateway that may not list its kernels says which setting is missing', async () => {
  await using server = await standIn({ answer: () => ({ status: 403, json: { reason: 'Forbidden' } }) });
  await expect(listKernels(connectGateway({ url: server.url, token: 't' }))).rejects.toMatchObject({
    code: 'GATEWAY_REFUSED',
    hint: 'Set EG_LIST_KERNELS=True on the gateway.',
  });
});

test('a gateway that is away is named as people call it', async () => {
  const gone = await standIn({ answer: () => ({ status: 200 }) });
  await gone[Symbol.asyncDispose]();
  await expect(listKernelspecs(connectGateway({ url: gone.url, token: 't' }))).rejects.toMatchObject({
    code: 'GATEWAY_UNREACHABLE',
    message: expect.stringMatching(/^The gateway \(Service enterprise-gateway\) cannot be reached/),
  });
});
