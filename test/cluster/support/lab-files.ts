import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatYaml } from '@naas/sdk';
import { gatewayRelease } from '../../../tools/gateway-release.ts';
import type { Bench } from './bench.ts';

type Difference = readonly [recipe: string, bench: string];

/** Each file of the recipe, with what it says about its machine and what is so on the bench. */
function recipe({ nfs }: Bench): Readonly<Record<string, readonly Difference[]>> {
  const server: Difference = ['172.17.0.1', nfs.server];
  const directory: Difference = ['/home/nfs_share/claim', nfs.path];
  return {
    'homes.yaml': [server, directory],
    'kernelspecs-claim.yaml': [
      ['nfs-client', 'hostpath-immediate'],
      ['ReadWriteMany', 'ReadWriteOnce'],
    ],
    'gateway-values.yaml': [],
    'hub-values.yaml': [
      directory,
      ['ssd-hostpath', 'hostpath'],
      ['docker.io/jupyter/base-notebook', 'quay.io/jupyterhub/k8s-singleuser-sample'],
      ['hub-3.0.0', '4.4.0'],
    ],
    'python_kubernetes/kernel.json': [server, ['kernel-py:dev', 'kernel-py:3.3.0']],
  };
}

/** What the charts are told on the bench besides: little memory, and nothing that it has no image for. */
const BENCH_VALUES = {
  'gateway-bench.yaml': {
    deployment: { resources: { requests: { cpu: '50m', memory: '192Mi' } } },
  },
  'hub-bench.yaml': {
    hub: { resources: { requests: { cpu: '50m', memory: '192Mi' } } },
    singleuser: { memory: { guarantee: '128M' }, cloudMetadata: { blockWithIptables: false } },
    scheduling: { userScheduler: { enabled: false }, userPlaceholder: { enabled: false } },
    prePuller: { hook: { enabled: false }, continuous: { enabled: false } },
  },
};

/** Writes the recipe's files as the bench needs them, the kernelspec complete with the gateway's own scripts. */
export async function writeLabFiles(folder: string, bench: Bench): Promise<void> {
  for (const [name, differences] of Object.entries(recipe(bench))) {
    const text = await readFile(new URL(`../../fixtures/lab/${name}`, import.meta.url), 'utf8');
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, differences.reduce(substitute, text));
  }
  for (const [name, values] of Object.entries(BENCH_VALUES)) await writeFile(join(folder, name), formatYaml(values));
  await cp((await gatewayRelease()).scripts, join(folder, 'python_kubernetes/scripts'), { recursive: true });
}

function substitute(text: string, [recipe, bench]: Difference): string {
  if (!text.includes(recipe)) throw new Error(`The recipe says nothing of ${recipe} any more.`);
  return text.replaceAll(recipe, bench);
}
