import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from './support/bench.ts';
import { type LabPlatform, labPlatform } from './support/lab-platform.ts';
import { run } from './support/run.ts';

const bench = await readBench();
const FIRST = '192.168.50.201';
const ADDRESSES = `${FIRST}-192.168.50.203`;
const canRun = bench.charts.metallb !== undefined && bench.shareDirectory !== undefined;
if (!canRun) console.log('Without NAAS_TEST_CHARTS with MetalLB, and NAAS_TEST_SHARE, the lab is not brought up.');

describe.runIf(canRun)('a lab on a bare cluster', () => {
  let lab: LabPlatform;

  beforeAll(async () => {
    lab = await labPlatform(bench, ADDRESSES);
    await lab.empty();
    await mkdir(join(lab.directory, 'claim'), { recursive: true });
  });

  afterAll(() => lab.empty());

  test('is not begun where its kernelspecs ask for a class that nothing provides, which is said with those there are', async () => {
    const file = await lab.changed(({ spec }) => (spec.storage.kernelspecs.storageClassName = 'no-such'));
    const ran = await lab.naas('deploy', '--yes', '-f', file);
    expect(ran.stderr + ran.stdout).toMatch(/storage class no-such, which is not there \(classes there: /);
    expect(ran.exitCode).toBe(1);
    expect(ran.elapsedMs).toBeLessThan(30_000);
    const { stdout } = await lab.kubectl('get', 'namespaces', '-o', 'name');
    expect(stdout).not.toContain('enterprise-gateway');
  });

  test('ends soon where the provisioner cannot mount its directory, in the words of mount', async () => {
    const file = await lab.changed(({ spec }) => (spec.storage.provisioner.nfs.path = '/nowhere'));
    const ran = await lab.naas('deploy', '--yes', '-f', file);
    expect(ran.stderr).toMatch(/Release nfs\/nfs-client is not ready: a volume cannot be mounted: mount/);
    expect(ran.exitCode).toBe(1);
    expect(ran.elapsedMs).toBeLessThan(120_000);
  });

  test('is deployed with a provisioner and a load balancer of its own, and proven', async () => {
    const { stdout, stderr, exitCode, elapsedMs } = await lab.naas('deploy', '--yes');
    expect(stderr + stdout).toContain('server starts again, file is there');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Sign in at http://${FIRST}`);
    console.log(`the lab deployed and proven in ${(elapsedMs / 1000).toFixed(1)} s`);
  });

  test('is reached at the address that its load balancer gave', async () => {
    const ask = `import urllib.request as r; print(r.urlopen('http://${FIRST}/hub/api/', timeout=5).read().decode())`;
    const gateway = ['exec', '-n', 'enterprise-gateway', 'deploy/enterprise-gateway', '--'];
    const { stdout } = await lab.kubectl(...gateway, 'python3', '-c', ask);
    expect(JSON.parse(stdout)).toHaveProperty('version');
    const { stdout: announced } = await lab.kubectl('get', 'servicel2statuses', '-n', 'metallb-system', '-o', 'name');
    expect(announced.trim().split('\n')).toHaveLength(1);
  });

  test('has its kernelspecs on a volume that its provisioner made on the share', async () => {
    const volume = (await readdir(lab.directory)).find((name) =>
      name.startsWith('enterprise-gateway-kernelspecs-pvc-'),
    );
    const kernel = await readFile(join(lab.directory, volume ?? '', 'python_kubernetes', 'kernel.json'), 'utf8');
    expect(JSON.parse(kernel)).toHaveProperty('display_name');
  });

  test('is well, and says which Service got which address', async () => {
    const { stdout, exitCode } = await lab.naas('status');
    expect(stdout).toMatch(new RegExp(`load balancer +well: the load balancer gave proxy-public ${FIRST}`));
    expect(stdout).toMatch(/provisioner +well: the provisioner runs/);
    expect(exitCode).toBe(0);
  });

  test('has nothing to do the second time', async () => {
    const { stdout, exitCode } = await lab.naas('deploy', '--yes');
    expect(stdout).toMatch(/nothing to do/i);
    expect(exitCode).toBe(0);
  });

  test('says that nobody answers at an address whose announcement is gone, and brings it back', async () => {
    await lab.kubectl('delete', '-n', 'metallb-system', 'l2advertisement', 'naas');
    const gone = `proxy-public has ${FIRST}, but nobody answers there: no L2Advertisement says`;
    await expect.poll(async () => (await lab.naas('status')).stdout, { timeout: 30_000 }).toContain(gone);
    expect((await lab.naas('deploy', '--yes', '--no-verify')).exitCode).toBe(0);
    await expect.poll(async () => (await lab.naas('status')).exitCode, { timeout: 30_000 }).toBe(0);
  });

  test('takes other values of its charts, mount options of its volumes among them', async () => {
    const file = await lab.changed(({ spec }) => {
      spec.loadBalancer.values = { speaker: { logLevel: 'warn' } };
      spec.storage.provisioner.nfs.mountOptions = ['nfsvers=4.1'];
    });
    const changed = await lab.naas('deploy', '--yes', '--no-verify', '-f', file);
    expect(changed.exitCode, changed.stderr).toBe(0);
    expect((await lab.naas('deploy', '--yes', '-f', file)).stdout).toMatch(/nothing to do/i);
    const back = await lab.naas('deploy', '--yes', '--no-verify');
    expect(back.exitCode, back.stderr).toBe(0);
  });

  test('archives what a deleted claim leaves, and deletes nothing', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'scratch', namespace: 'nfs' },
      spec: {
        storageClassName: 'nfs-client',
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: '1Mi' } },
      },
    };
    const env = { KUBECONFIG: bench.kubeconfig };
    await run(bench.kubectl, ['create', '-f', '-'], { env, stdin: JSON.stringify(claim) });
    await lab.kubectl('wait', '-n', 'nfs', '--for=jsonpath={.status.phase}=Bound', 'pvc/scratch', '--timeout=30s');
    const directory = (await readdir(lab.directory)).find((name) => name.startsWith('nfs-scratch-')) ?? '';
    await writeFile(join(lab.directory, directory, 'kept.txt'), 'still here');
    await lab.kubectl('delete', '-n', 'nfs', 'pvc', 'scratch', '--timeout=30s');
    await expect
      .poll(() => readFile(join(lab.directory, `archived-${directory}`, 'kept.txt'), 'utf8').catch(String), {
        timeout: 30_000,
      })
      .toBe('still here');
  });

  test('ends soon where another Service has the only address, and goes well when there is one more', async () => {
    const oneAddress = (spec: { loadBalancer: { addresses: string[] } }) =>
      (spec.loadBalancer.addresses = [`${FIRST}-${FIRST}`]);
    const inside = await lab.changed(({ spec }) => {
      oneAddress(spec);
      spec.hub.service.type = 'ClusterIP';
    });
    expect((await lab.naas('deploy', '--yes', '--no-verify', '-f', inside)).exitCode).toBe(0);
    await lab.kubectl('create', 'service', 'loadbalancer', 'first', '--tcp=80', '-n', 'nfs');
    const address = 'jsonpath={.status.loadBalancer.ingress[0].ip}';
    await lab.kubectl('wait', '-n', 'nfs', `--for=${address}=${FIRST}`, 'service/first', '--timeout=30s');

    const outside = await lab.changed(({ spec }) => oneAddress(spec));
    const ran = await lab.naas('deploy', '--yes', '-f', outside);
    expect(ran.stderr).toMatch(/proxy-public is not ready: it has no address: Failed to allocate IP/);
    expect(ran.stderr).toContain('spec.loadBalancer.addresses');
    expect(ran.exitCode).toBe(1);
    expect(ran.elapsedMs).toBeLessThan(120_000);
    const status = await lab.naas('status', '-f', outside);
    expect(status.stdout).toMatch(/load balancer +unwell: .*proxy-public has no address: Failed to allocate IP/);
    expect(status.stdout).toMatch(/The hub has no address yet: Failed to allocate IP[^]*Until then: kubectl/);
    expect(status.exitCode).toBe(3);

    const { stdout, exitCode } = await lab.naas('deploy', '--yes', '--no-verify');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Sign in at http://192.168.50.202');
    await lab.kubectl('delete', '-n', 'nfs', 'service', 'first');
  });

  test('loses nothing when it is taken down, and comes back as it was', async () => {
    const before = await readdir(lab.directory);
    const destroyed = await lab.naas('destroy', '--yes');
    expect(destroyed.exitCode, destroyed.stderr).toBe(0);
    expect(await readdir(lab.directory)).toEqual(before);
    const { stdout: left } = await lab.kubectl('get', 'pods', '-A', '-o', 'name');
    expect(left).not.toMatch(/metallb|nfs-client/);
    const again = await lab.naas('deploy', '--yes');
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.stderr + again.stdout).toContain('server starts again, file is there');
    expect(await readdir(lab.directory)).toEqual(before);
  });

  describe.runIf(bench.charts.gateway !== undefined)("with the gateway's own chart", () => {
    const chartLabel = ['-n', 'enterprise-gateway', '-o', 'jsonpath={.metadata.labels.chart}'];

    test('takes the place of its own gateway by the same names, and a kernel starts through it', async () => {
      const file = await lab.changed(({ spec }) => {
        spec.gateway.chart = { path: bench.charts.gateway };
        spec.gateway.values = { deployment: { extraEnv: { EG_POLL_INTERVAL: '0.4' } } };
      });
      const ran = await lab.naas('deploy', '--yes', '-f', file);
      expect(ran.exitCode, ran.stderr).toBe(0);
      expect(ran.stderr + ran.stdout).toMatch(/proof: kernel computes/);
      const { stdout } = await lab.kubectl('get', 'deployment', 'enterprise-gateway', ...chartLabel);
      expect(stdout).toMatch(/^enterprise-gateway-\d/);
      const second = await lab.naas('deploy', '--yes', '-f', file);
      expect(second.stdout).toMatch(/nothing to do/i);
    });

    test('has no rights but for pods in the namespace of kernels, and no way in from outside', async () => {
      const account = 'system:serviceaccount:enterprise-gateway:enterprise-gateway';
      const may = async (...what: string[]) =>
        (await lab.kubectl('auth', 'can-i', ...what, '--as', account)).stdout.trim();
      expect(await may('create', 'pods', '-n', 'notebook-kernels')).toBe('yes');
      expect(await may('create', 'pods', '-n', 'default')).toBe('no');
      expect(await may('get', 'secrets', '-n', 'enterprise-gateway')).toBe('no');
      expect(await may('create', 'namespaces')).toBe('no');
      const { stdout: cluster } = await lab.kubectl('get', 'clusterroles,clusterrolebindings', '-o', 'name');
      expect(cluster).not.toMatch(/enterprise-gateway|kernel-controller|kip/);
      const types = 'jsonpath={.items[*].spec.type}';
      const { stdout } = await lab.kubectl('get', 'services', '-n', 'enterprise-gateway', '-o', types);
      expect(stdout).toBe('ClusterIP ClusterIP ClusterIP');
    });

    test('gives its place back', async () => {
      const ran = await lab.naas('deploy', '--yes');
      expect(ran.exitCode, ran.stderr).toBe(0);
      expect(ran.stderr + ran.stdout).toMatch(/proof: kernel computes/);
      const { stdout } = await lab.kubectl('get', 'deployment', 'enterprise-gateway', ...chartLabel);
      expect(stdout).toBe('');
    });
  });
});
