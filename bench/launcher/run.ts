import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import {
  builtInKernelspec,
  mergeFileSets,
  type PlatformLiterals,
  renderKernelspec,
} from '../../packages/sdk/src/kernelspecs/index.ts';
import { benchObjects, HOME, NAMESPACE } from './objects.ts';
import { upstreamKernelspec } from './upstream.ts';

const GATEWAY = process.env['GATEWAY_IMAGE'] ?? 'docker.io/elyra/enterprise-gateway:3.3.0';
const KERNEL = process.env['KERNEL_IMAGE'] ?? 'docker.io/elyra/kernel-py:3.3.0';
const SINGLE_ROUNDS = 10;
const BURST = 16;
const BURST_ROUNDS = 3;

const SPECS = { ours: 'python_kubernetes', upstream: 'upstream_kubernetes' } as const;
type Side = keyof typeof SPECS;

interface Starts {
  /** Seconds from the request to the kernel that answers, for each kernel. */
  readonly starts: readonly number[];
  /** Seconds from the first request until all kernels answer. */
  readonly total: number;
}

async function kubectl(args: readonly string[], input = ''): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, (error, stdout, stderr) =>
      error ? reject(new Error(stderr || error.message, { cause: error })) : resolve(stdout),
    );
    child.stdin?.end(input);
  });
}

async function startKernels(side: Side, count: number): Promise<Starts> {
  const env = { KERNEL_USERNAME: 'bench', KERNEL_HOME: HOME, KERNEL_LAUNCH_TIMEOUT: '180' };
  const program = await readFile(new URL('start-kernels.py', import.meta.url), 'utf8');
  const command = ['python3', '-', SPECS[side], String(count), JSON.stringify(env)];
  const output = await kubectl(['exec', '-i', '-n', NAMESPACE, 'gateway', '-c', 'gateway', '--', ...command], program);
  const result = JSON.parse(output) as Starts;
  if (result.starts.length !== count) throw new Error(`${side}: ${result.starts.length} of ${count} kernels started.`);
  // The next measurement begins on a quiet node.
  await kubectl(['wait', 'pod', '-n', NAMESPACE, '-l', 'component=kernel', '--for=delete', '--timeout=120s']);
  return result;
}

/** Measures both, taking turns in who goes first, so that what else the machine does falls on both alike. */
async function measure(rounds: number, count: number): Promise<Record<Side, Starts[]>> {
  const results: Record<Side, Starts[]> = { ours: [], upstream: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order: readonly Side[] = round % 2 === 0 ? ['ours', 'upstream'] : ['upstream', 'ours'];
    for (const side of order) {
      const result = await startKernels(side, count);
      results[side].push(result);
      console.error(`${count} at once, round ${round + 1}, ${side}: ${result.total.toFixed(2)} s`);
    }
  }
  return results;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function report(title: string, ours: readonly number[], upstream: readonly number[]): void {
  const [a, b] = [median(ours), median(upstream)];
  const range = (values: readonly number[]) => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
  console.log(`${title} (n=${ours.length} each)`);
  console.log(`  ours      median ${a.toFixed(2)} s (${range(ours)})`);
  console.log(`  upstream  median ${b.toFixed(2)} s (${range(upstream)})`);
  console.log(`  ratio ours/upstream ${(a / b).toFixed(2)}`);
}

const literals: PlatformLiterals = {
  image: KERNEL,
  namespace: NAMESPACE,
  claim: 'homes',
  serviceAccount: 'default',
  uid: 1000,
  gid: 100,
  homeMountPath: '/home/jovyan',
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: {} },
};

const spec = await builtInKernelspec(SPECS.ours);
const files = mergeFileSets(renderKernelspec(spec, literals), await upstreamKernelspec(SPECS.upstream, spec, literals));
try {
  const items = benchObjects(GATEWAY, files);
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl(['wait', 'pod/gateway', '-n', NAMESPACE, '--for=condition=Ready', '--timeout=180s']);
  for (const side of ['ours', 'upstream'] as const) await startKernels(side, 1);
  const single = await measure(SINGLE_ROUNDS, 1);
  const burst = await measure(BURST_ROUNDS, BURST);
  const totals = (results: readonly Starts[]) => results.map(({ total }) => total);
  const starts = (results: readonly Starts[]) => results.flatMap(({ starts }) => starts);
  report('One kernel at a time', totals(single.ours), totals(single.upstream));
  report(`${BURST} at once, until all answer`, totals(burst.ours), totals(burst.upstream));
  report(`${BURST} at once, each kernel`, starts(burst.ours), starts(burst.upstream));
} finally {
  await kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
}
