import { expect, test } from 'vitest';
import { startObjectServer } from '../../test/object-server.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { NotebookService } from './notebook-service.ts';

test('kernelspecs are not published where no platform is deployed: nothing is tried, and a person is told', async () => {
  await using server = await startObjectServer();
  const kube = { kubeconfig: server.kube.kubeconfig ?? '' };
  await using service = await NotebookService.connect({ config: platformConfig(), kube, environment: {} });
  await expect(service.planKernelspecs()).rejects.toMatchObject({
    code: 'COMPONENT_NOT_READY',
    hint: 'Deploy it first: naas deploy',
  });
  expect(server.writes).toEqual([]);
});
