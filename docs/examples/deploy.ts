// Says what would change on the cluster; with --apply does it: deploy.ts [--apply]
import { changesOf, loadConfig, NotebookService } from '@naas/sdk';

await using service = await NotebookService.connect({ config: await loadConfig('naas.yaml') });
const plan = await service.plan();
for (const { verb, id } of changesOf(plan)) console.log(verb, id);
for (const warning of plan.warnings) console.log('warning:', warning);

if (process.argv.includes('--apply')) {
  for await (const event of service.apply(plan)) console.log(event);
}
