import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatYaml, parseYaml } from '@naas/sdk';
import type { Bench } from './bench.ts';
import { type Ran, run } from './run.ts';

const NAAS = fileURLToPath(new URL('../../../apps/cli/bin/naas.js', import.meta.url));
const EXAMPLE = new URL('../../../docs/examples/cluster.naas.yaml', import.meta.url);
const NAMESPACES = ['jupyterhub', 'enterprise-gateway', 'notebook-kernels', 'naas-system'];

// oxlint-disable-next-line typescript/no-explicit-any -- a YAML document that tests change at any place
export type Document = any;

export interface PlatformOptions {
  /** Path of the hub's chart. @default the small one of this repository */
  readonly chart?: string;
  /** @default Helm 4 */
  readonly helm?: string;
  /** What the file says otherwise than the example. */
  readonly change?: (document: Document) => void;
}

/** One platform file and the real `naas` to use it with. */
export interface PlatformUnderTest {
  /** Path of the file as it should be. */
  readonly file: string;
  /** Runs `naas` as a person would. */
  naas(...args: string[]): Promise<Ran>;
  /** Writes the file with a change, and gives its path. */
  changed(change: (document: Document) => void): Promise<string>;
  kubectl(...args: string[]): Promise<Ran>;
  /** As `kubectl`, with something on its standard input. */
  kubectlWith(stdin: string, ...args: string[]): Promise<Ran>;
  /** Takes away all that a deploy made, data as well: the next one starts from nothing. */
  empty(): Promise<void>;
}

/** Makes a platform file for the bench from the example in the documents. */
export async function platformUnderTest(bench: Bench, options: PlatformOptions = {}): Promise<PlatformUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-platform-'));
  const document = parseYaml(await readFile(EXAMPLE, 'utf8')) as Document;
  document.spec.storage.homes.nfs = bench.nfs;
  document.spec.hub.chart = { path: options.chart ?? bench.charts.small };
  document.spec.helm = { binary: options.helm ?? bench.helm.helm4 };
  options.change?.(document);
  let versions = 0;
  const write = async (content: Document) => {
    const file = join(directory, `platform-${versions++}.naas.yaml`);
    await writeFile(file, formatYaml(content));
    return file;
  };
  const file = await write(document);
  const kubectl = (...args: string[]) => run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig } });
  return {
    file,
    kubectl,
    kubectlWith: (stdin, ...args) => run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig }, stdin }),
    naas: (...args) => run('node', [NAAS, ...args], { env: { KUBECONFIG: bench.kubeconfig, NAAS_FILE: file } }),
    changed: (change) => {
      const copy = structuredClone(document);
      change(copy);
      return write(copy);
    },
    empty: async () => {
      await kubectl('delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--timeout=120s');
      await kubectl('delete', 'persistentvolume', 'nfs-pv', 'nfs-pv-kernels', '--ignore-not-found', '--timeout=60s');
      const policies = 'validatingadmissionpolicies,validatingadmissionpolicybindings';
      await kubectl('delete', policies, 'naas-kernels', '--ignore-not-found');
    },
  };
}
