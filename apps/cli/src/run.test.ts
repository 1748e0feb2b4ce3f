import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '@naas/commands';
import { inMemoryPlatform, sampleAction, samplePlan, sampleStatus } from '@naas/commands/testing';
import { NaasError } from '@naas/sdk';
import { expect, test } from 'vitest';
import { runNaas } from '../test/run-naas.ts';

test('help lists every command, its exit codes too', async () => {
  const { stdout, exitCode } = await runNaas('--help');
  for (const { name } of COMMANDS) expect(stdout).toContain(name.split(' ')[0]);
  expect(stdout).toContain('130  interrupted');
  expect(exitCode).toBe(0);
  const groups = await Promise.all(['server', 'kernelspecs'].map((group) => runNaas(`help ${group}`)));
  const words = groups.map((result) => result.stdout).join();
  for (const { name } of COMMANDS.filter((command) => command.name.includes(' '))) {
    expect(words).toContain(name.split(' ')[1]);
  }
});

test('deploy shows the plan, asks, and does nothing after a no', async () => {
  const platform = inMemoryPlatform();
  const { stdout, exitCode } = await runNaas('deploy', { platform, answers: ['n'] });
  expect(stdout).toMatchInlineSnapshot(`
    "Plan for lab: 3 changes

    ? check Probe homes: that the share can be mounted and written
    + create Deployment enterprise-gateway/enterprise-gateway
    ~ update ConfigMap jupyterhub/hub
          data.limit: 1 → 2

    1 person has a server or kernel running: alice (1 kernel).

    Deploy lab: not done

    Nothing was changed.
    "
  `);
  expect(exitCode).toBe(4);
  expect(platform.done).toEqual([]);
});

test('deploy applies after a yes, tells each step once, and ends with the proof', async () => {
  const platform = inMemoryPlatform();
  const { stdout, stderr, exitCode } = await runNaas('deploy', { platform, answers: ['yes'] });
  expect(stderr).toMatchInlineSnapshot(`
    "· Comparing the cluster with the file
    ✓ on record as run 1
    ✓ check that the share can be mounted and written (0.4 s)
    ✓ create Deployment enterprise-gateway/enterprise-gateway (0.4 s)
    ✓ update ConfigMap jupyterhub/hub (0.4 s)
    … gateway: its pod pulls the image (1.0 s)
    ✓ gateway: ready (2.0 s)
    ✓ proof: server starts (4.0 s)
    "
  `);
  expect(stdout.slice(stdout.indexOf('lab is deployed'))).toMatchInlineSnapshot(`
    "lab is deployed: 3 changes in 12 s (run 1)

    Proof passed in 4.0 s
    PHASE           TIME  SEEN
    server starts  4.0 s  pod jupyter-naas-verify

    A plot that a kernel of this platform drew: pass --plot FILE to keep it.

    Sign in at http://192.168.1.201

      naas status  Look at it
    "
  `);
  expect(exitCode).toBe(0);
  expect(platform.done).toEqual(['apply deploy', 'prove']);
});

test('without a terminal nothing is changed unless --yes is passed', async () => {
  const platform = inMemoryPlatform();
  const refused = await runNaas('deploy', { platform });
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Pass --yes') });
  expect(platform.done).toEqual([]);
  expect(await runNaas('deploy --yes --no-verify', { platform })).toMatchObject({ exitCode: 0 });
  expect(platform.done).toEqual(['apply deploy']);
});

test('status of a platform that is well is text with five views, and exits 0', async () => {
  const { stdout, exitCode } = await runNaas('status');
  expect(stdout).toMatchInlineSnapshot(`
    "lab: all well (hub and gateway); 1 server, 1 kernel

    hub      well: JupyterHub 5.5.0 answers
    gateway  well: it offers python_kubernetes

    Volumes
    NAME    CAPACITY  PHASE  CLAIM                  RECLAIM POLICY  CLASS  SOURCE
    nfs-pv      15Gi  Bound  jupyterhub/jhub-claim  Retain                 nfs 10.0.0.1:/homes

    Claims
    NAMESPACE   NAME        PHASE  VOLUME  CAPACITY  CLASS
    jupyterhub  jhub-claim  Bound  nfs-pv      15Gi

    Services
    No service.

    Pods
    NAMESPACE   NAME   WHAT      READY  PHASE    RESTARTS  AGE  REASON
    jupyterhub  hub-1  platform  1/1    Running         0  1 h

    Releases
    NAMESPACE   NAME  REVISION  STATUS    CHART             APP VERSION  UPDATED
    jupyterhub  jhub         1  deployed  jupyterhub-4.4.0  5.5.0        2026-01-05T11:00:00Z

    People
    PERSON  SERVERS  KERNELS        LAST ACTIVITY
    alice   ready    0f3a5c77 busy      2 min ago

    Sign in at http://192.168.1.201
    "
  `);
  expect(exitCode).toBe(0);
});

test('status of a platform that is not well exits 3', async () => {
  const health = [{ part: 'gateway', state: 'unwell', words: 'no pod is ready: image cannot be pulled' }] as const;
  const platform = inMemoryPlatform({ status: async () => sampleStatus({ health }) });
  const { stdout, exitCode } = await runNaas('status', { platform });
  expect(stdout).toContain('gateway  unwell: no pod is ready: image cannot be pulled');
  expect(exitCode).toBe(3);
});

test('with --json there is one document on stdout, for a result and for a failure', async () => {
  const killed = await runNaas('kill-kernel alice --yes --json');
  expect(JSON.parse(killed.stdout)).toEqual({
    title: 'kernel 0f3a5c77… of alice gone in 3.2 s; the server and the home are untouched',
    outcome: 'done',
    data: {
      ended: [{ person: 'alice', id: '0f3a5c77-2f0e-4f0e-9d3f-4b2f0a1c9e55', elapsedMs: 3200, wasOrphan: false }],
    },
  });
  const failed = await runNaas('deploy --json');
  expect(JSON.parse(failed.stdout)).toEqual({
    error: {
      code: 'USAGE',
      message: 'Nobody is there to answer "Apply these 3 changes to lab?"',
      hint: 'Pass --yes to go on without being asked.',
    },
  });
  const mistyped = await runNaas('stauts --json');
  expect(JSON.parse(mistyped.stdout)).toMatchObject({ error: { code: 'USAGE' } });
});

test('a failure is a sentence and what to do next, and exits 1', async () => {
  const platform = inMemoryPlatform({
    status: async () => Promise.reject(new NaasError('KUBE_UNREACHABLE', 'No answer.', { hint: 'Is it on?' })),
  });
  expect(await runNaas('status', { platform })).toMatchObject({
    stderr: '· Looking at lab\nError: No answer.\nIs it on?\n',
    exitCode: 1,
  });
});

test('a file that cannot be used exits 2', async () => {
  const openPlatform = async () => Promise.reject(new NaasError('CONFIG_INVALID', 'naas.yaml:3:1 unknown key'));
  expect(await runNaas('status', { openPlatform })).toMatchObject({ exitCode: 2 });
});

test.each([
  ['stauts', "Error: Unknown command 'stauts'.\nDid you mean status?\n"],
  ['kill-kernel', "Error: Missing required argument 'user'.\nSee naas --help.\n"],
  ['deploy --yess', "Error: Unknown option '--yess'.\nDid you mean --yes?\n"],
])('%s is refused with what was meant', async (line, stderr) => {
  expect(await runNaas(line)).toEqual({ stdout: '', stderr, exitCode: 2 });
});

test('options hold before and after the command, and the file falls back to NAAS_FILE', async () => {
  const files: string[] = [];
  const openPlatform = async ({ file }: { file: string }) => {
    files.push(file);
    return { platform: inMemoryPlatform(), [Symbol.asyncDispose]: async () => {} };
  };
  const common = { openPlatform, directory: '/work', env: { NAAS_FILE: 'other.yaml' } };
  for (const line of ['-f a.yaml status', 'server start alice -f b.yaml', 'kernels']) await runNaas(line, common);
  expect(files).toEqual(['/work/a.yaml', '/work/b.yaml', '/work/other.yaml']);
});

test('an interrupted command exits 130 and says that going on is possible', async () => {
  const stop = new AbortController();
  const platform = inMemoryPlatform({
    plan: async () => {
      stop.abort();
      stop.signal.throwIfAborted();
      return samplePlan();
    },
  });
  const result = await runNaas('deploy --yes', { platform, signal: stop.signal });
  expect(result).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('What was done stays') });
});

test('a watched status looks again until it is interrupted, also after a look that failed', async () => {
  const stop = new AbortController();
  let looks = 0;
  const platform = inMemoryPlatform({
    status: async () => {
      looks += 1;
      if (looks === 2) throw new NaasError('KUBE_UNREACHABLE', 'No answer.');
      return sampleStatus();
    },
  });
  const sleep = async () => {
    if (looks === 3) stop.abort();
  };
  const result = await runNaas('status --watch 1 --json', { platform, signal: stop.signal, sleep });
  expect(result.stdout.trim().split('\n')).toHaveLength(2);
  expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Error: No answer.') });
});

test('the plot of a proof is written where it is asked for', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'naas-cli-'));
  try {
    const { stdout } = await runNaas('verify --plot plot.png', { directory });
    expect(stdout).toContain(`written to ${directory}/plot.png`);
    expect((await readFile(join(directory, 'plot.png'))).subarray(1, 4).toString()).toBe('PNG');
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('what a cluster says cannot act on the terminal, and a long cell is cut to the line', async () => {
  const evil = sampleAction({ verb: 'blocked', reason: '\u001B[2J\u0007gone' });
  const platform = inMemoryPlatform({
    plan: async () => samplePlan({ actions: [evil] }),
    status: async () =>
      sampleStatus({ claims: sampleStatus().claims.map((claim) => ({ ...claim, name: 'x'.repeat(500) })) }),
  });
  const { stdout } = await runNaas('deploy --no-color', { platform });
  expect(stdout).toContain('! blocked Deployment enterprise-gateway/enterprise-gateway: gone');
  const status = await runNaas('status --no-color', { platform, columns: 80 });
  const longest = Math.max(...tableLines(status.stdout).map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(80);
});

function tableLines(stdout: string): string[] {
  return stdout.split('\n').filter((line) => line.includes('xxx') || line.startsWith('NAMESPACE'));
}
