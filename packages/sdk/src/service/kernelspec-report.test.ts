import { expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { readKernelspecReport } from './kernelspec-report.ts';

test('what is on the share is not called missing when nobody can look', async () => {
  await using server = await startObjectServer();
  const openGateway = () => Promise.reject(new Error('it is away'));
  const { signal } = new AbortController();
  await expect(
    readKernelspecReport(server.kube, { config: platformConfig(), openGateway, signal }),
  ).rejects.toMatchObject({
    code: 'COMPONENT_NOT_READY',
    message: 'What is on the share cannot be seen: the gateway has no running pod.',
  });
});
