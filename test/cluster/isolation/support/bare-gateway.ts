import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayRelease } from '../../../../tools/gateway-release.ts';
import type { Bench } from '../../support/bench.ts';
import { writeLabFiles } from '../../support/lab-files.ts';
import { type Ran, run } from '../../support/run.ts';

/** The one namespace of the bare gateway; kernels get theirs from it. */
export const BARE = 'bare-gateway';
/** A directory of the share with the homes of its people. */
export const BARE_HOMES = 'bare-homes';
/** What the official chart calls the account of the gateway. */
export const BARE_ACCOUNT = 'enterprise-gateway-sa';

const CLUSTER_ROLES = { 'enterprise-gateway-controller': `${BARE}-controller`, 'kernel-controller': `${BARE}-kernel` };
const SERVER_IMAGE = 'quay.io/jupyterhub/k8s-singleuser-sample:4.4.0';

/** The gateway of the official chart with the recipe's values: no token, no policy, nothing in front of it. */
export interface BareGateway extends AsyncDisposable {
  kubectl(args: readonly string[], stdin?: string): Promise<Ran>;
}

/** Brings it up beside the platform, with a pod for each of Alice and Bob in the place of their servers. */
export async function bareGateway(bench: Bench): Promise<BareGateway> {
  const kubectl = async (args: readonly string[], stdin = '') => {
    const ran = await run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig }, stdin });
    if (ran.exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} failed: ${ran.stderr}`);
    return ran;
  };
  const folder = await mkdtemp(join(tmpdir(), 'naas-bare-'));
  await writeLabFiles(folder, bench);
  await down(kubectl);
  await kubectl(['create', 'namespace', BARE]);
  const claim = await readFile(join(folder, 'kernelspecs-claim.yaml'), 'utf8');
  await kubectl(['apply', '-f', '-'], claim.replace('namespace: enterprise-gateway', `namespace: ${BARE}`));
  await kubectl(['apply', '-n', BARE, '-f', '-'], await rendered(bench, folder));
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: pods(bench) }));
  await kubectl(['wait', 'pod', '-n', BARE, '-l', 'bare=person', '--for=condition=Ready', '--timeout=120s']);
  const hands = ['exec', '-n', BARE, 'hands', '--', 'sh', '-c'];
  const homes = ['alice', 'bob'].map((name) => `/share/${BARE_HOMES}/${name}`).join(' ');
  await kubectl([...hands, `mkdir -p ${homes} && chown 1000:100 ${homes} && chmod 700 ${homes}`]);
  for (const name of ['python_kubernetes', 'python_plain']) {
    await kubectl(['cp', join(folder, 'python_kubernetes'), `${BARE}/hands:/kernelspecs/${name}`]);
  }
  // The official kernelspec as it comes asks for no home, so that it starts without any variable.
  await kubectl([...hands, "sed -i '/\"KERNEL_VOLUME/d' /kernelspecs/python_plain/kernel.json"]);
  await kubectl(['rollout', 'status', 'deployment/enterprise-gateway', '-n', BARE, '--timeout=120s']);
  return {
    kubectl,
    [Symbol.asyncDispose]: async () => {
      await kubectl([...hands, `rm -rf /share/${BARE_HOMES}`]);
      await down(kubectl);
      await rm(folder, { recursive: true });
    },
  };
}

async function rendered(bench: Bench, folder: string): Promise<string> {
  const { chart } = await gatewayRelease();
  const values = ['gateway-values.yaml', 'gateway-bench.yaml'].flatMap((name) => ['-f', join(folder, name)]);
  // Empty, the list of kernelspecs allows all; the Service needs no address outside.
  const bare = ['--set', 'kernel.allowedKernels=null,service.type=ClusterIP'];
  const helm = ['template', 'enterprise-gateway', chart, '-n', BARE, ...values, ...bare];
  const { stdout, stderr, exitCode } = await run(bench.helm.helm4, helm);
  if (exitCode !== 0) throw new Error(`the gateway's chart does not render: ${stderr}`);
  return Object.entries(CLUSTER_ROLES).reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), stdout);
}

function pods({ nfs }: Bench): object[] {
  const server = { image: SERVER_IMAGE, securityContext: { runAsUser: 1000, runAsGroup: 100 } };
  const serve = ['jupyter', 'server', '--ip=0.0.0.0', '--port=8888', '--no-browser', '--IdentityProvider.token=hers'];
  const hands = {
    image: 'busybox:1.35.0',
    command: ['sleep', '3600'],
    volumeMounts: [
      { name: 'share', mountPath: '/share' },
      { name: 'kernelspecs', mountPath: '/kernelspecs' },
    ],
  };
  const volumes = [
    { name: 'share', nfs },
    { name: 'kernelspecs', persistentVolumeClaim: { claimName: 'kernelspecs-pvc' } },
  ];
  return [
    pod('alice', { ...server, command: serve }),
    pod('bob', { ...server, command: ['sleep', '3600'] }),
    pod('hands', hands, volumes),
  ];
}

function pod(name: string, container: object, volumes: object[] = []): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: BARE, labels: { bare: 'person' } },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [{ name, ...container }],
      volumes,
    },
  };
}

/** Takes away the gateway, and the namespaces that its kernels left. */
async function down(kubectl: BareGateway['kubectl']): Promise<void> {
  const ofKernels = ['get', 'namespace', '-l', 'app=enterprise-gateway,component=kernel', '-o', 'name'];
  const kernels = (await kubectl(ofKernels)).stdout.split('\n').filter(Boolean);
  await kubectl(['delete', `namespace/${BARE}`, ...kernels, '--ignore-not-found', '--timeout=120s']);
  const names = Object.values(CLUSTER_ROLES);
  const roles = [...names.map((name) => `clusterrole/${name}`), `clusterrolebinding/${names[0]}`];
  const kip = ['clusterrole/kip-controller', 'clusterrolebinding/enterprise-gateway-kip'];
  await kubectl(['delete', ...roles, ...kip, '--ignore-not-found']);
}
