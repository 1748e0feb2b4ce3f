import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kernelPolicy } from '../../packages/sdk/src/components/admission/kernel-policy.ts';
import { parseConfig } from '../../packages/sdk/src/config/index.ts';
import { applyObject, deleteObject, refOf, type KubeObject } from '../../packages/sdk/src/kube/index.ts';
import { formatYaml, parseYaml } from '../../packages/sdk/src/yaml/index.ts';
import {
  aliceEnv,
  apiStandIn,
  installedKernelspec,
  KERNEL_ID,
  launch,
  literals,
} from '../oracle/kernelspec-launcher.ts';
import { readBench } from './support/bench.ts';
import { ownNamespace } from './support/own-namespace.ts';
import type { Document } from './support/platform.ts';
import { run } from './support/run.ts';

const bench = await readBench();
const EXAMPLE = new URL('../../docs/examples/cluster.naas.yaml', import.meta.url);
const kernels = ownNamespace();
const elsewhere = ownNamespace();
const gateway = { name: 'enterprise-gateway', namespace: `${kernels.namespace}-gateway` };
let policy: KubeObject[] = [];
let kernel: Document;

beforeAll(async () => {
  policy = await policyOfThisRun();
  const inBoth = [kernels.namespace, elsewhere.namespace].flatMap((namespace) => rightsIn(namespace));
  for (const object of [...policy, ...inBoth]) await applyObject(kernels.kube, object);
  kernel = await kernelOfAlice();
});

afterAll(async () => {
  for (const object of policy) await deleteObject(kernels.kube, refOf(object));
});

/** The policy for the example, under names of this run, for kernels and a gateway of this run. */
async function policyOfThisRun(): Promise<KubeObject[]> {
  const document = parseYaml(await readFile(EXAMPLE, 'utf8')) as Document;
  document.spec.kernels.namespace = kernels.namespace;
  document.spec.gateway.namespace = gateway.namespace;
  const name = kernels.namespace;
  return kernelPolicy(parseConfig(formatYaml(document)), {}).map((object) => {
    const spec = object['spec'] as { policyName?: string };
    const bound = spec.policyName === undefined ? spec : { ...spec, policyName: name };
    return { ...object, metadata: { ...object.metadata, name }, spec: bound };
  });
}

/** What the gateway may do with pods, and more, so that the policy alone decides. */
function rightsIn(namespace: string): KubeObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const metadata = { name: 'gateway', namespace };
  const resources = ['pods', 'pods/ephemeralcontainers'];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kernel', namespace } },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: [{ apiGroups: [''], resources, verbs: ['*'] }] },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'gateway' },
      subjects: [{ kind: 'ServiceAccount', ...gateway }],
    },
  ];
}

/** The very pod that the launcher posts. */
async function kernelOfAlice(): Promise<Document> {
  const { namespace } = kernels;
  await using kernelspec = await installedKernelspec({ ...literals, namespace, nodeSelector: {} });
  await using api = await apiStandIn(() => ({ status: 201, body: {} }));
  await launch(kernelspec.launcher, { ...aliceEnv, ...api.env, KERNEL_NAMESPACE: namespace });
  return api.requests[0]!.body;
}

/** Lets the gateway's account make a pod by hand, and the API server judge it. */
function asGateway(pod: object) {
  const as = `--as=system:serviceaccount:${gateway.namespace}:${gateway.name}`;
  const args = ['create', as, '--dry-run=server', '-f', '-'];
  return run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig }, stdin: JSON.stringify(pod) });
}

test('the policy holds soon after it is made', async () => {
  // The API server begins to hold a policy a moment after it is there.
  const open = async () => (await asGateway({ ...kernel, spec: { ...kernel.spec, hostNetwork: true } })).exitCode === 0;
  await expect.poll(open, { timeout: 30_000 }).toBe(false);
});

test('a kernel as the launcher makes it is let in, with the most and the least that it may hold', async () => {
  expect(await asGateway(kernel)).toMatchObject({ exitCode: 0 });
  const bare = structuredClone(kernel);
  delete bare.spec.volumes;
  delete bare.spec.containers[0].volumeMounts;
  expect(await asGateway(bare)).toMatchObject({ exitCode: 0 });
});

test('the pods of others are none of its business', async () => {
  const pod = elsewhere.pod('any', { hostNetwork: true });
  const args = ['create', '--dry-run=server', '-f', '-'];
  const made = await run(bench.kubectl, args, { env: { KUBECONFIG: bench.kubeconfig }, stdin: JSON.stringify(pod) });
  expect(made).toMatchObject({ exitCode: 0 });
});

const volume = (source: object) => (pod: Document) => pod.spec.volumes.push({ name: 'more', ...source });
const container = (fields: object) => (pod: Document) => Object.assign(pod.spec.containers[0], fields);
const mount = (fields: object) => (pod: Document) => Object.assign(pod.spec.containers[0].volumeMounts[0], fields);
const spec = (fields: object) => (pod: Document) => Object.assign(pod.spec, fields);
const security = (fields: object) => (pod: Document) => Object.assign(pod.spec.containers[0].securityContext, fields);

const ONE = 'a kernel is one container';
const VOLUME = 'a kernel has no volume but the claim kernel-homes';
const HOME = 'a kernel mounts the home that its label naas.dev/user names';
const OWNER = 'a kernel says whose it is by the label naas.dev/user';
const NODE = 'a kernel shares no namespace of its node';
const ROOT = 'a kernel does not run as root';
const PRIVILEGE = 'a kernel has no privileges';
const ACCOUNT = 'a kernel runs as the service account kernel, without its token';

describe('a pod by hand, with the rights of the gateway, is refused in plain words', () => {
  test.each<readonly [string, (pod: Document) => unknown, string]>([
    ['in another namespace', (pod) => (pod.metadata.namespace = elsewhere.namespace), 'the gateway makes pods in'],
    ['with another image', container({ image: 'busybox:1.35.0' }), 'a kernel runs the image'],
    ['with the image by another tag', container({ image: `${literals.image}-evil` }), 'a kernel runs the image'],
    ['with a second container', (pod) => pod.spec.containers.push({ ...pod.spec.containers[0], name: 'b' }), ONE],
    ['with one before it', (pod) => (pod.spec.initContainers = [{ ...pod.spec.containers[0], name: 'b' }]), ONE],
    ['with a directory of the node', volume({ hostPath: { path: '/' } }), VOLUME],
    ['with an export', volume({ nfs: { server: '192.168.50.10', path: '/export' } }), VOLUME],
    ['with a Secret', volume({ secret: { secretName: 'any' } }), VOLUME],
    ['with a token', volume({ projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }), VOLUME],
    ['with another claim', volume({ persistentVolumeClaim: { claimName: 'other' } }), VOLUME],
    ['with room of its own', volume({ emptyDir: {} }), VOLUME],
    ["with another's home", mount({ subPath: 'bob' }), HOME],
    ['with a directory in the home', mount({ subPath: `${aliceEnv.KERNEL_HOME}/a` }), HOME],
    ['with every home', (pod) => delete pod.spec.containers[0].volumeMounts[0].subPath, HOME],
    [
      'with a home by a variable',
      (pod) => {
        mount({ subPathExpr: '$(KERNEL_USERNAME)' })(pod);
        delete pod.spec.containers[0].volumeMounts[0].subPath;
      },
      HOME,
    ],
    [
      'with a second mount',
      (pod) => {
        pod.spec.containers[0].volumeMounts.push({ name: 'home', mountPath: '/all' });
      },
      HOME,
    ],
    ['without a label', (pod) => delete pod.metadata.labels['naas.dev/user'], OWNER],
    ['with an empty label', (pod) => (pod.metadata.labels['naas.dev/user'] = ''), OWNER],
    ["with another's label", (pod) => (pod.metadata.labels['naas.dev/user'] = 'bob'), HOME],
    ["in the node's network", spec({ hostNetwork: true }), NODE],
    ["among the node's processes", spec({ hostPID: true }), NODE],
    ["in the node's memory", spec({ hostIPC: true }), NODE],
    ['on a port of the node', container({ ports: [{ containerPort: 80, hostPort: 80 }] }), 'a kernel takes no port'],
    ['as root, maybe', (pod) => delete pod.spec.securityContext.runAsNonRoot, ROOT],
    ['as root in its container', security({ runAsNonRoot: false }), ROOT],
    ['without a security context', (pod) => delete pod.spec.securityContext, ROOT],
    ['with a way up', (pod) => delete pod.spec.containers[0].securityContext.allowPrivilegeEscalation, PRIVILEGE],
    ['with privileges', security({ privileged: true, allowPrivilegeEscalation: true }), PRIVILEGE],
    ['with a capability', security({ capabilities: { add: ['SYS_ADMIN'] } }), 'a kernel has no capability added'],
    ['as another account', spec({ serviceAccountName: 'default' }), ACCOUNT],
    ['with the token of its account', spec({ automountServiceAccountToken: true }), ''],
    ['with whatever the account says of tokens', (pod) => delete pod.spec.automountServiceAccountToken, ''],
  ])('%s', async (_how, change, words) => {
    const pod = structuredClone(kernel);
    change(pod);
    const { exitCode, stderr } = await asGateway(pod);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ValidatingAdmissionPolicy '${kernels.namespace}'`);
    expect(stderr).toContain(words);
  });

  test('with a container put into a running one', async () => {
    await applyObject(kernels.kube, kernel);
    const debug = { name: 'debug', image: literals.image };
    const pod = { ...kernel, spec: { ...kernel.spec, ephemeralContainers: [debug] } };
    const path = `/api/v1/namespaces/${kernels.namespace}/pods/nb-${KERNEL_ID}/ephemeralcontainers`;
    const as = `--as=system:serviceaccount:${gateway.namespace}:${gateway.name}`;
    const { stderr } = await run(bench.kubectl, ['replace', as, '--raw', path, '-f', '-'], {
      env: { KUBECONFIG: bench.kubeconfig },
      stdin: JSON.stringify(pod),
    });
    expect(stderr).toContain(ONE);
  });
});
