import { kernelspecFiles, listedKernelspecs, names } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import { describeError, NaasError } from '../errors.ts';
import { compareKernelspecs, type KernelspecFileState, listCommand, parseShareListing } from '../kernelspecs/index.ts';
import { execInPod, type Kube, listObjects } from '../kube/index.ts';
import type { Endpoint } from './endpoint.ts';

/** Where one kernelspec is: all three say yes when all is well. */
export interface KernelspecRow {
  readonly name: string;
  /** Named in the platform's file. */
  readonly inFile: boolean;
  readonly onShare: boolean;
  readonly inGateway: boolean;
}

export interface KernelspecReport {
  readonly specs: readonly KernelspecRow[];
  /** Each file as wanted against the one on the share. */
  readonly files: readonly KernelspecFileState[];
  /** Why the gateway could not be asked, if so. */
  readonly gatewayError?: string;
}

export interface KernelspecReportOptions {
  readonly config: PlatformConfig;
  readonly openGateway: () => Promise<Endpoint>;
  readonly signal: AbortSignal;
}

/**
 * Compares the kernelspecs of the file with those on the share and those the gateway offers.
 *
 * @throws NaasError `COMPONENT_NOT_READY` when the gateway has no pod that runs: through it the share is seen.
 */
export async function readKernelspecReport(kube: Kube, options: KernelspecReportOptions): Promise<KernelspecReport> {
  const { config, signal } = options;
  const [wanted, onShare, gateway] = await Promise.all([
    kernelspecFiles(config),
    filesOnShare(kube, config, signal),
    askGateway(options),
  ]);
  const files = compareKernelspecs(wanted, onShare);
  const offered = 'names' in gateway ? gateway.names : [];
  const shared = new Set(onShare.map(({ path }) => path.split('/')[0] ?? ''));
  const every = [...new Set([...config.kernels.specs, ...shared, ...offered])].sort();
  return {
    specs: every.map((name) => ({
      name,
      inFile: config.kernels.specs.some((wanted) => wanted === name),
      onShare: shared.has(name),
      inGateway: offered.includes(name),
    })),
    files,
    ...('error' in gateway ? { gatewayError: gateway.error } : {}),
  };
}

async function askGateway(options: KernelspecReportOptions): ReturnType<typeof listedKernelspecs> {
  try {
    await using endpoint = await options.openGateway();
    return await listedKernelspecs(endpoint, options.signal);
  } catch (error) {
    options.signal.throwIfAborted();
    return { error: describeError(error) };
  }
}

/** The gateway's pod has the share mounted: no pod is made to look. */
async function filesOnShare(kube: Kube, config: PlatformConfig, signal: AbortSignal) {
  const { namespace } = config.gateway;
  const labelSelector = Object.entries(names.gateway.selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await listObjects(kube, { apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector, signal });
  const running = pods.find((pod) => (pod['status'] as { phase?: string } | undefined)?.phase === 'Running');
  if (!running) {
    throw new NaasError('COMPONENT_NOT_READY', 'What is on the share cannot be seen: the gateway has no running pod.', {
      hint: 'See why: naas status',
      subject: { kind: 'Deployment', namespace, name: names.gateway.deployment },
    });
  }
  const command = listCommand({ root: names.kernelspecs.mountPath });
  const { stdout, stderr } = await execInPod(kube, { namespace, pod: running.metadata.name }, command, { signal });
  return parseShareListing(stdout || stderr).files;
}
