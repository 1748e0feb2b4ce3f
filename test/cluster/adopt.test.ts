import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aliceSession, type AliceSession } from './support/alice-session.ts';
import { readBench } from './support/bench.ts';
import { labByHand, type LabByHand } from './support/lab-by-hand.ts';
import { ownNamespace } from './support/own-namespace.ts';
import { platformUnderTest, type PlatformUnderTest } from './support/platform.ts';

const bench = await readBench();
const stranger = ownNamespace();
const { small, official } = bench.charts;
const { helm3, helm4 } = bench.helm;

/** Who took the lab up and who takes it over need not have the same Helm. */
const variants = [
  { chart: 'the small chart', path: small, theirs: helm3, ours: helm4, helms: 'Helm 3, then 4' },
  { chart: 'the small chart', path: small, theirs: helm4, ours: helm3, helms: 'Helm 4, then 3' },
  ...(official === undefined
    ? []
    : [
        { chart: 'the official chart', path: official, theirs: helm3, ours: helm3, helms: 'Helm 3' },
        { chart: 'the official chart', path: official, theirs: helm4, ours: helm4, helms: 'Helm 4' },
      ]),
];

const FRONT_DOOR = 'http://enterprise-gateway.enterprise-gateway:8888/api/kernelspecs';

const GATEWAY = 'Deployment enterprise-gateway/enterprise-gateway';
const SERVICE = 'Service enterprise-gateway/enterprise-gateway';

/** What the lab has made that goes on as the platform's own; the gateway itself waits, and the Service that leads to it. */
const TAKEN_OVER = [
  'Namespace jupyterhub',
  'Namespace enterprise-gateway',
  'PersistentVolume nfs-pv',
  'PersistentVolumeClaim jupyterhub/jhub-claim',
  'PersistentVolumeClaim enterprise-gateway/kernelspecs-pvc',
  'Release jupyterhub/jhub',
];

/** With what rights the lab's gateway and its image puller have on all namespaces. */
const CLUSTER_WIDE = [
  'clusterrole/enterprise-gateway-controller',
  'clusterrole/kernel-controller',
  'clusterrole/kip-controller',
  'clusterrolebinding/enterprise-gateway-controller',
  'clusterrolebinding/enterprise-gateway-kip',
];

interface Action {
  readonly id: string;
  readonly verb: string;
  readonly reason?: string;
}

/** What a command says of its plan to a program. */
function planIn(stdout: string): { readonly changes: readonly Action[]; readonly held: readonly Action[] } {
  const { data } = JSON.parse(stdout) as { data: { plan: Action[]; held: Action[] } };
  return { changes: data.plan, held: data.held };
}

describe.each(variants)(
  'the lab by hand, with $chart and $helms, and Alice at work on it',
  ({ path, theirs, ours }) => {
    let platform: PlatformUnderTest;
    let lab: LabByHand;
    let alice: AliceSession;
    /** What the deploy said that replaced the gateway. */
    let told = '';

    beforeAll(async () => {
      platform = await platformUnderTest(bench, {
        chart: path,
        helm: ours,
        // As the lab has it: a claim's class cannot be changed.
        change: ({ spec }) => (spec.hub.database = { storageClassName: 'hostpath' }),
      });
      lab = await labByHand(bench, { chart: path, helm: theirs });
      await platform.empty();
      await lab.down();
      await lab.up();
      await lab.makeHome('alice');
      alice = await aliceSession(bench);
    });

    afterAll(async () => {
      await alice?.[Symbol.asyncDispose]();
      await platform.empty();
      await lab.down();
      await lab[Symbol.asyncDispose]();
    });

    const field = async (object: string, jsonpath: string) =>
      (await platform.kubectl('get', ...object.split(' '), '-o', `jsonpath={${jsonpath}}`)).stdout;
    const serviceType = () => field('service enterprise-gateway -n enterprise-gateway', '.spec.type');

    test('is not deployed over: the refusal names the way to take it over, and nothing is changed', async () => {
      const { stdout, exitCode } = await platform.naas('deploy', '--yes');
      expect(stdout).toContain('naas adopt');
      expect(stdout).toContain('nothing was changed');
      expect(exitCode).toBe(1);
      expect(await serviceType()).toBe('LoadBalancer');
      expect(await reached(FRONT_DOOR)).toBe(true);
    });

    test('is shown before it is taken over: nothing is deleted, and what is changed for safety is said', async () => {
      const { stdout, stderr } = await platform.naas('adopt');
      for (const id of TAKEN_OVER) expect(stdout).toContain(`adopt ${id}`);
      expect(stdout).toContain('nothing is deleted');
      expect(stdout).not.toMatch(/^\W*(?:delete|replace|blocked) /m);
      expect(stdout).toMatch(/For safety, .*NetworkPolicy/);
      expect(stdout).toMatch(/would end 1 running kernel/);
      expect(stderr).toContain('Nobody is there to answer');
      expect(await serviceType()).toBe('LoadBalancer');
    });

    test('is taken over while she computes: her server, her kernel, her file and her sign-in stay', async () => {
      const { stdout, stderr, exitCode } = await platform.naas('adopt', '--yes', '--json');
      expect(exitCode, stderr).toBe(0);
      const { changes, held } = planIn(stdout);
      const ids = (verb: string) => changes.filter((action) => action.verb === verb).map(({ id }) => id);
      expect(ids('adopt')).toEqual(expect.arrayContaining(TAKEN_OVER));
      expect([...ids('delete'), ...ids('replace'), ...ids('blocked')]).toEqual([]);
      expect(held.map(({ id }) => id)).toEqual(expect.arrayContaining([GATEWAY, SERVICE]));
      await alice.stillThere();
      expect(await alice.isSignedIn()).toBe(true);
    });

    test('is closed to strangers as far as it can be without her kernel', async () => {
      expect(await field('networkpolicies -n jupyterhub', '.items[*].metadata.name')).toContain('singleuser');
      expect(await reached(FRONT_DOOR)).toBe(false);
    });

    test('keeps the cookie secret that its hub was made with', async () => {
      const key = '.data.hub\\.config\\.JupyterHub\\.cookie_secret';
      const inHub = await field('secret hub -n jupyterhub', key);
      expect(inHub).not.toBe('');
      expect(await field('secret naas-credentials -n naas-system', '.data.hubCookieSecret')).toBe(inHub);
    });

    test('has its gateway held in the plan, with who would lose what, and nothing else to do', async () => {
      const { stdout } = await platform.naas('plan', '--json');
      const { changes, held } = planIn(stdout);
      expect(changes).toEqual([]);
      expect(held).toContainEqual(
        expect.objectContaining({ id: GATEWAY, verb: 'held', reason: expect.stringContaining('1 running kernel') }),
      );
    });

    test('can lose the pod of the held gateway: the namespace lets another one in', async () => {
      // The level is what admission asks for; to delete the pod would end her kernel.
      const template = await field('deployment enterprise-gateway -n enterprise-gateway', '.spec.template.spec');
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'another', namespace: 'enterprise-gateway' },
        spec: JSON.parse(template) as object,
      };
      const { stdout } = await lab.kubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(pod));
      expect(stdout).toContain('pod/another created');
    });

    test('is deployed while she computes, and she notices nothing', async () => {
      const { stderr, exitCode } = await platform.naas('deploy', '--yes', '--no-verify');
      expect(exitCode, stderr).toBe(0);
      await alice.stillThere();
      expect(await alice.isSignedIn()).toBe(true);
      expect((await platform.naas('drift')).exitCode).toBe(0);
    });

    test('gets its gateway replaced and proven when her kernel has ended; her server and her file stay', async () => {
      await alice.endKernel();
      const { stdout, stderr, exitCode } = await platform.naas('deploy', '--yes');
      expect(exitCode, stderr).toBe(0);
      told = stdout + stderr;
      expect(told).toContain('server starts again, file is there');
      const gateway = 'deployment enterprise-gateway -n enterprise-gateway';
      expect(await field(gateway, '.spec.template.spec.serviceAccountName')).toBe('enterprise-gateway');
      const variables = await field(gateway, '.spec.template.spec.containers[0].env[*].name');
      expect(variables).not.toContain('EG_KERNEL_CLUSTER_ROLE');
      await alice.serverStillThere();
      expect(await alice.isSignedIn()).toBe(true);
    });

    test('has its front door inside the cluster, and the guard behind it; her server is said to need a new start', async () => {
      expect(await serviceType()).toBe('ClusterIP');
      const service = 'service enterprise-gateway -n enterprise-gateway';
      expect(await field(service, '.spec.ports[*].port')).toBe('8888 8877');
      expect(await field(service, '.spec.selector')).toBe('{"app.kubernetes.io/name":"gateway-guard"}');
      expect(told).toMatch(/1 running server \(alice\) reaches no kernels until it is started anew/);
    });

    test("starts kernels from the platform's kernelspec, and from none whose home is where a client says", async () => {
      // Every directory there can be named in a start, also one that no listing shows.
      const kernels = '/usr/local/share/jupyter/kernels';
      const find = ['find', '-L', kernels, '-mindepth', '2', '-maxdepth', '2', '-name', 'kernel.json'];
      const gateway = ['-n', 'enterprise-gateway', 'deploy/enterprise-gateway'];
      const { stdout } = await platform.kubectl('exec', ...gateway, '--', ...find);
      expect(stdout.trim()).toBe(`${kernels}/python_kubernetes/kernel.json`);
    });

    test('has lost the rights on all namespaces that it was made with', async () => {
      const { stdout } = await platform.kubectl('get', ...CLUSTER_WIDE, '--ignore-not-found', '-o', 'name');
      expect(stdout).toBe('');
    });

    test('is a platform like any other: proven again, and with nothing left to do', async () => {
      const verified = await platform.naas('verify');
      expect(verified.exitCode, verified.stderr).toBe(0);
      const plan = await platform.naas('plan');
      expect(plan.stdout).toContain('no change');
      expect(plan.exitCode).toBe(0);
    });

    /** Whether a pod of no part of the platform gets an answer. */
    async function reached(url: string): Promise<boolean> {
      await lab.kubectl(['apply', '-f', '-'], JSON.stringify(stranger.pod('stranger')));
      const ready = ['--for=condition=Ready', '--timeout=60s'];
      await lab.kubectl(['wait', 'pod/stranger', '-n', stranger.namespace, ...ready]);
      const ask = ['timeout', '5', 'wget', '-qO-', url];
      return (await platform.kubectl('exec', '-n', stranger.namespace, 'stranger', '--', ...ask)).exitCode === 0;
    }
  },
);
