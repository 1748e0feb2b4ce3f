import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { findHelm, type HelmOptions } from './find-helm.ts';
import { Helm } from './helm.ts';
import { releaseStatus } from '../releases/read-releases.ts';
import { upgradeInstall } from '../actions/upgrade-install.ts';

let directory: string;
let environment: Record<string, string>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-helm-test-'));
  // What the stand-ins record goes to `directory`; PATH has nothing but them and the shell's own tools.
  environment = { PATH: `${directory}/bin:/usr/bin:/bin`, HOME: directory, RECORD: directory };
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** A stand-in for Helm: tells its version, else does what the lines say. */
async function program(lines: string, { path = 'bin/helm', version = 'v4.1.4' } = {}): Promise<string> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  const script = ['#!/bin/sh', `case "$*" in *"version --template"*) echo ${version}; exit;; esac`, lines];
  await writeFile(file, `${script.join('\n')}\n`);
  await chmod(file, 0o755);
  return file;
}

const recorded = (name: string) => readFile(join(directory, name), 'utf8');

async function eventually(name: string): Promise<void> {
  await expect
    .poll(() =>
      stat(join(directory, name)).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
}

async function find(options: Partial<HelmOptions> = {}): Promise<Helm> {
  const helm = await findHelm({ environment, ...options });
  onTestFinished(() => helm.close());
  return helm;
}

const RELEASE = JSON.stringify({
  name: 'jhub',
  namespace: 'jupyterhub',
  version: 3,
  info: { last_deployed: '2026-11-23T19:00:00Z', status: 'deployed', description: 'Upgrade complete' },
  chart: { metadata: { name: 'jupyterhub', version: '4.4.0', appVersion: '5.5.0' } },
  config: { password: 'hunter-22' },
});

describe('finding Helm', () => {
  it('takes the one on PATH and learns which major it is', async () => {
    await program('');
    const helm = await find();
    expect([helm.command, helm.version, helm.major]).toEqual([['helm'], '4.1.4', 4]);
  });

  it('takes the one of MicroK8s where there is no other', async () => {
    await program('', { path: 'bin/microk8s', version: 'v3.17.0+g123' });
    const helm = await find();
    expect([helm.command, helm.major]).toEqual([['microk8s', 'helm3'], 3]);
  });

  it('takes the one that is configured, with leading arguments', async () => {
    const binary = [await program('', { path: 'else/where', version: 'v3.21.1' }), 'helm3'];
    const helm = await find({ binary });
    expect([helm.command, helm.version]).toEqual([binary, '3.21.1']);
  });

  it('says what to install when there is none', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'HELM_NOT_FOUND',
      hint: expect.stringContaining('microk8s enable'),
    });
  });

  it('does not look elsewhere when the configured one is missing', async () => {
    await program('');
    await expect(find({ binary: '/no/such/helm' })).rejects.toMatchObject({
      code: 'HELM_NOT_FOUND',
      message: '/no/such/helm is not there or is not Helm.',
    });
  });

  it.each(['v3.16.4', 'v2.17.0', 'v5.0.0'])('refuses Helm %s', async (version) => {
    await program('', { version });
    await expect(find()).rejects.toMatchObject({
      code: 'HELM_UNSUPPORTED',
      message: expect.stringContaining(version.slice(1)),
    });
  });

  it('leaves nothing behind when there is none', async () => {
    vi.stubEnv('TMPDIR', directory);
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(find()).rejects.toThrow('There is no Helm');
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('running Helm', () => {
  it('keeps the person’s Helm set-up out and everything else in', async () => {
    await program('env > $RECORD/env');
    const theirs = {
      HELM_NAMESPACE: 'x',
      HELM_PLUGINS: '/home/me/plugins',
      HELM_KUBETOKEN: 'x',
      HELM_DRIVER: 'sql',
      HELM_REPOSITORY_CONFIG: '/home/me/repositories.yaml',
      KUBECONFIG: '/home/me/other',
    };
    const helm = await find({
      environment: { ...environment, ...theirs, HTTPS_PROXY: 'http://proxy:3128', UNSET: undefined },
      kubeconfig: '/etc/lab',
    });
    await helm.run(['list']);
    const seen = Object.fromEntries((await recorded('env')).split('\n').map((line) => line.split('=', 2)));
    expect(
      Object.keys(seen)
        .filter((name) => name.startsWith('HELM_'))
        .sort(),
    ).toEqual(['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME', 'HELM_NO_PLUGINS']);
    expect(seen).toMatchObject({ HTTPS_PROXY: 'http://proxy:3128', HOME: directory });
    expect(seen).not.toHaveProperty('KUBECONFIG');
    expect(seen).not.toHaveProperty('UNSET');
  });

  it('lets KUBECONFIG speak when no path is given', async () => {
    await program('echo $KUBECONFIG "$@"');
    const helm = await find({ environment: { ...environment, KUBECONFIG: '/a:/b' } });
    expect(await helm.run(['list'])).toBe('/a:/b list\n');
  });

  it('is told several kubeconfigs by the environment, as its flag takes one', async () => {
    await program('echo $KUBECONFIG "$@"');
    const helm = await find({ environment: { ...environment, KUBECONFIG: '/other' }, kubeconfig: '/a:/b' });
    expect(await helm.run(['list'])).toBe('/a:/b list\n');
  });

  it('names cluster and context with every command', async () => {
    await program('echo "$@"');
    const helm = await find({ kubeconfig: '/etc/lab', context: 'lab' });
    expect(await helm.run(['list'])).toBe('list --kubeconfig /etc/lab --kube-context lab\n');
  });

  it('gives values in a file that only the owner can read, never as arguments, and removes it', async () => {
    await program(
      `echo "$@" > $RECORD/args
       while [ "$1" != --values ]; do shift; done
       stat -c %a "$2" "$(dirname "$2")" > $RECORD/modes; cp "$2" $RECORD/values; echo "$2" > $RECORD/file
       echo '${RELEASE}'`,
    );
    const helm = await find();
    const values = { hub: { password: 'hunter-22' } };
    const chart = { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' };
    const release = await upgradeInstall(helm, { name: 'jhub', namespace: 'jupyterhub', chart, values, wait: true });
    expect(await recorded('modes')).toBe('600\n700\n');
    expect(await recorded('values')).toBe('hub:\n  password: hunter-22\n');
    const args = await recorded('args');
    expect(args).not.toContain('hunter');
    expect(args).toContain('jupyterhub --repo https://hub.jupyter.org/helm-chart/ --version 4.4.0');
    expect(args).toContain('--wait=watcher');
    await expect(stat((await recorded('file')).trim())).rejects.toMatchObject({ code: 'ENOENT' });
    expect(release).toEqual({
      name: 'jhub',
      namespace: 'jupyterhub',
      revision: 3,
      status: 'deployed',
      chart: { name: 'jupyterhub', version: '4.4.0' },
      appVersion: '5.5.0',
      description: 'Upgrade complete',
      updated: '2026-11-23T19:00:00Z',
    });
  });

  it('removes the values also when Helm fails, and repeats none of them', async () => {
    await program(
      `while [ "$1" != --values ]; do shift; done; echo "$2" > $RECORD/file
       echo 'level=ERROR msg=noise' >&2; echo "Error: something odd about hunter-22" >&2; exit 1`,
    );
    const helm = await find();
    const options = { name: 'r', namespace: 'lab', chart: { path: directory }, values: { password: 'hunter-22' } };
    await expect(upgradeInstall(helm, options)).rejects.toMatchObject({
      code: 'HELM_FAILED',
      message: 'helm upgrade of release lab/r failed: something odd about ***',
      subject: { kind: 'Release', name: 'r', namespace: 'lab' },
    });
    await expect(stat((await recorded('file')).trim())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says so when Helm answers something else than it is known to', async () => {
    await program(`echo '[{"secret": "hunter-22"}]'`);
    const helm = await find();
    const error: unknown = await releaseStatus(helm, { name: 'r', namespace: 'lab' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'HELM_FAILED' });
    expect(String(error)).not.toContain('hunter');
  });

  it('runs nothing any more and has left nothing once it is closed', async () => {
    await program('echo $HELM_CACHE_HOME');
    const helm = await find();
    const home = dirname((await helm.run(['env'])).trim());
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    await helm.close();
    await expect(stat(home)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(helm.run(['list'])).rejects.toMatchObject({ code: 'HELM_FAILED' });
  });
});

describe('cancelling Helm', () => {
  it('asks Helm to stop and rejects only when it has', async () => {
    await program(
      `trap 'sleep 0.3; echo bye > $RECORD/tidied; exit 1' TERM; echo > $RECORD/started; while :; do sleep 0.05; done`,
    );
    const helm = await find();
    const controller = new AbortController();
    const running = helm.run(['upgrade'], controller);
    await eventually('started');
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(await recorded('tidied')).toBe('bye\n');
  });

  it('kills a Helm that does not stop, and what it had started', async () => {
    const beating = 'while :; do echo >> $RECORD/beat; sleep 0.05; done';
    await program(`trap '' TERM; sh -c 'trap "" TERM; ${beating}'`);
    const helm = await find({ graceMs: 200 });
    const controller = new AbortController();
    const running = helm.run(['upgrade'], controller);
    await eventually('beat');
    controller.abort(new Error('the person said stop'));
    await expect(running).rejects.toThrow('the person said stop');
    const last = await recorded('beat');
    await setTimeout(300);
    expect(await recorded('beat')).toBe(last);
  });

  it('does not start Helm for what is cancelled already', async () => {
    await program('echo > $RECORD/started');
    const helm = await find();
    await expect(helm.run(['list'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(directory)).not.toContain('started');
  });

  it('ends a Helm that hangs, at its deadline', async () => {
    await program('sleep 60');
    const helm = await find();
    await expect(helm.run(['list'], { deadlineMs: 100 })).rejects.toMatchObject({ code: 'TIMED_OUT', retryable: true });
  });
});

it('is closed by `await using`', () => {
  expect(Helm.prototype[Symbol.asyncDispose]).toBeTypeOf('function');
});
