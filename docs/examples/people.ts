// Says who of a platform's people has a server or kernels, and for how long: people.ts
import { loadConfig, NotebookService } from '@naas/sdk';
import { connectGateway, connectHub, listKernelPods, listPeople } from '@naas/user-session';

await using service = await NotebookService.connect({ config: await loadConfig('naas.yaml') });
await using hub = await service.openHub({ as: 'operator' });
await using gateway = await service.openGateway();

const { people, gaps = [] } = await listPeople({
  hub: connectHub(hub),
  gateway: connectGateway(gateway),
  kernelPods: (call) => listKernelPods(service.kube, { ...call, namespace: service.config.kernels.namespace }),
});
for (const { name, servers, kernels } of people) {
  console.log(`${name}: ${servers.length} servers, ${kernels.length} kernels`);
  for (const { pod, startedAt } of kernels) console.log(`  ${pod} since ${startedAt}`);
}
for (const gap of gaps) console.log('could not be asked:', gap.message);
