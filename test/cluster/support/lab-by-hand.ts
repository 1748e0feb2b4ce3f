import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gatewayRelease } from '../../../tools/gateway-release.ts';
import type { Bench } from './bench.ts';
import { writeLabFiles } from './lab-files.ts';
import { withHands } from './lab-hands.ts';
import { type Ran, run } from './run.ts';

const HUB = 'jupyterhub';
const GATEWAY = 'enterprise-gateway';
const CLUSTER_WIDE = [
  'clusterrolebinding/enterprise-gateway-controller',
  'clusterrolebinding/enterprise-gateway-kip',
  'clusterrole/enterprise-gateway-controller',
  'clusterrole/kernel-controller',
  'clusterrole/kip-controller',
  'persistentvolume/nfs-pv',
];

export interface LabOptions {
  /** Path of the hub's chart. @default the small one of this repository */
  readonly chart?: string;
  /** @default Helm 4 */
  readonly helm?: string;
}

/** The lab as `test/fixtures/lab` tells it, by the commands that a person types. */
export interface LabByHand extends AsyncDisposable {
  /** Takes all the steps, until hub and gateway answer. */
  up(): Promise<void>;
  /** Makes a person's home on the share. */
  makeHome(name: string): Promise<void>;
  /** Takes all of it away again; what is in the homes stays. */
  down(): Promise<void>;
  /** Runs kubectl; one that fails is an error. */
  kubectl(args: readonly string[], stdin?: string): Promise<Ran>;
}

/** Prepares the lab's files for the bench; nothing is in the cluster yet. */
export async function labByHand(bench: Bench, options: LabOptions = {}): Promise<LabByHand> {
  const folder = await mkdtemp(join(tmpdir(), 'naas-lab-'));
  await writeLabFiles(folder, bench);
  const at = (name: string) => join(folder, name);
  const kubectl = (args: readonly string[], stdin = '') => must(bench.kubectl, args, { bench, stdin });
  const helm = (...args: string[]) => must(options.helm ?? bench.helm.helm4, args, { bench });
  const makeHome = (name: string) =>
    withHands(kubectl, { namespace: HUB, claim: 'jhub-claim' }, (pod) => {
      const steps = `mkdir -p /share/${name} && chown 1000:100 /share/${name} && chmod 700 /share/${name}`;
      return kubectl(['exec', '-n', HUB, pod, '--', 'sh', '-c', steps]);
    });

  return {
    kubectl,
    makeHome,
    up: async () => {
      await kubectl(['create', 'namespace', GATEWAY]);
      await kubectl(['create', 'namespace', HUB]);
      await kubectl(['apply', '-f', at('homes.yaml'), '-f', at('kernelspecs-claim.yaml')]);

      const { chart } = await gatewayRelease();
      const values = ['-f', at('gateway-values.yaml'), '-f', at('gateway-bench.yaml')];
      await helm('template', '--output-dir', at('eg'), GATEWAY, chart, '-n', GATEWAY, ...values);
      await kubectl(['apply', '-f', at('eg/enterprise-gateway/templates')]);
      await withHands(kubectl, { namespace: GATEWAY, claim: 'kernelspecs-pvc' }, (pod) =>
        kubectl(['cp', at('python_kubernetes'), `${GATEWAY}/${pod}:/share/python_kubernetes`]),
      );

      const hubValues = ['-f', at('hub-values.yaml'), '-f', at('hub-bench.yaml')];
      await helm('upgrade', '--install', 'jhub', options.chart ?? bench.charts.small, '-n', HUB, ...hubValues);

      for (const [namespace, name] of [
        [GATEWAY, GATEWAY],
        [HUB, 'hub'],
        [HUB, 'proxy'],
      ] as const) {
        await kubectl(['rollout', 'status', `deployment/${name}`, '-n', namespace, '--timeout=180s']);
      }
      await answers(bench, `${GATEWAY}/services/http:${GATEWAY}:8888/proxy/api/kernelspecs`);
      await answers(bench, `${HUB}/services/http:proxy-public:80/proxy/hub/api/`);
    },
    down: async () => {
      const kernels = ['-l', 'app=enterprise-gateway,component=kernel', '-o', 'name'];
      const { stdout } = await kubectl(['get', 'namespace', ...kernels]);
      const namespaces = [`namespace/${HUB}`, `namespace/${GATEWAY}`, ...stdout.split('\n').filter(Boolean)];
      await kubectl(['delete', ...namespaces, '--ignore-not-found', '--timeout=120s']);
      await kubectl(['delete', ...CLUSTER_WIDE, '--ignore-not-found', '--timeout=60s']);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

interface CommandOptions {
  readonly bench: Bench;
  readonly stdin?: string;
}

async function must(command: string, args: readonly string[], { bench, stdin }: CommandOptions): Promise<Ran> {
  const env = { KUBECONFIG: bench.kubeconfig };
  const ran = await run(command, args, { env, ...(stdin === undefined ? {} : { stdin }) });
  if (ran.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${ran.stderr}`);
  return ran;
}

const ANSWER_ATTEMPTS = 240;

/** Waits until a Service answers, through the API server. Both answer later than their pods count as ready. */
async function answers(bench: Bench, path: string): Promise<void> {
  let said = '';
  for (let attempt = 0; attempt < ANSWER_ATTEMPTS; attempt += 1) {
    const args = ['get', '--raw', `/api/v1/namespaces/${path}`];
    const { exitCode, stderr } = await run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig } });
    if (exitCode === 0) return;
    said = stderr;
    await setTimeout(250);
  }
  throw new Error(`${path} does not answer: ${said}`);
}
