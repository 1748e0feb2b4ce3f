import { NaasError, type NotebookService } from '@naas/sdk';
import { listKernels } from '@naas/user-session';
import { expect, test } from 'vitest';
import { openGateway } from './ways-in.ts';

function gatewayThat(fails: () => Promise<never>): NotebookService {
  return { openGateway: fails } as Partial<NotebookService> as NotebookService;
}

test('a way that cannot be opened is a gateway that cannot be reached, with the reason and what to do', async () => {
  const error = new NaasError('COMPONENT_NOT_READY', 'No pod of the Service is ready.', { hint: 'Look: naas status' });
  await using gateway = await openGateway(
    gatewayThat(() => Promise.reject(error)),
    {},
  );
  await expect(listKernels(gateway.to)).rejects.toMatchObject({
    code: 'GATEWAY_UNREACHABLE',
    message: expect.stringMatching(/cannot be reached: No pod of the Service is ready; Look: naas status\.$/),
  });
});

test('a way that is not opened because the caller stopped stays a stop', async () => {
  const stop = new AbortController();
  const service = gatewayThat(() => {
    stop.abort();
    return Promise.reject(new Error('cut'));
  });
  await expect(openGateway(service, { signal: stop.signal })).rejects.toThrow('aborted');
});
