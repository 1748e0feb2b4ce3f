import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBench } from '../cluster/support/bench.ts';
import { type PlatformUnderTest, platformUnderTest } from '../cluster/support/platform.ts';
import { type Ran, run } from '../cluster/support/run.ts';

const NAAS = fileURLToPath(new URL('../../apps/cli/bin/naas.js', import.meta.url));
const bench = await readBench();
const planted = `planted-${process.pid}-password`;

let platform: PlatformUnderTest;
let file: string;

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  await platform.empty();
  await platform.kubectl('create', 'namespace', 'naas-system');
  await platform.kubectl('create', 'secret', 'generic', 'planted', '-n', 'naas-system', `--from-literal=pw=${planted}`);
  file = await platform.changed((document) => {
    document.spec.hub.authenticator.password = { secretRef: { name: 'planted', key: 'pw' } };
  });
});

afterAll(() => platform.empty());

/** Runs naas while it looks at the arguments of every process of this machine. */
async function watched(...args: string[]): Promise<Ran & { readonly arguments: string }> {
  const seen = new Set<string>();
  const ended = new AbortController();
  const watch = (async () => {
    while (!ended.signal.aborted) {
      for (const line of await commandLines()) seen.add(line);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const env = { KUBECONFIG: bench.kubeconfig, NAAS_FILE: file };
  const ran = await run('node', [NAAS, ...args], { env });
  ended.abort();
  await watch;
  return { ...ran, arguments: [...seen].join('\n') };
}

async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (pid: string) =>
    (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  return Promise.all(pids.map(read));
}

/** Every secret that the platform has made or was given, as text and as a Secret has it. */
async function secrets(): Promise<string[]> {
  const { stdout } = await platform.kubectl('get', 'secret', 'naas-credentials', '-n', 'naas-system', '-o', 'json');
  const { data } = JSON.parse(stdout) as { data: Record<string, string> };
  return Object.values(data).flatMap((value) => [value, Buffer.from(value, 'base64').toString()]);
}

test(
  'no secret is in what a deploy says, in its arguments, its plan, its events or its history',
  { timeout: 600_000 },
  async () => {
    const out = join(tmpdir(), `naas-plan-${process.pid}.json`);
    const plan = await watched('plan', '--out', out);
    const deploy = await watched('deploy', '--yes', '--no-verify');
    const more = [
      await watched('deploy', '--yes', '--json'),
      await watched('history', '--json'),
      await watched('drift', '--json'),
      await watched('status', '--json'),
    ];
    expect(deploy.stderr).toContain('hub: ready');
    expect(deploy.arguments).toMatch(/helm (?:upgrade|status)/);
    const events = await platform.kubectl('get', 'events', '--all-namespaces', '-o', 'json');
    const helm = await run(bench.helm.helm4, ['history', 'jhub', '-n', 'jupyterhub', '-o', 'json'], {
      env: { KUBECONFIG: bench.kubeconfig },
    });
    const annotations = await platform.kubectl('get', 'secrets', '-n', 'naas-system', '-o', 'jsonpath={..metadata}');
    const said = [plan, deploy, ...more].flatMap((ran) => [ran.stdout, ran.stderr, ran.arguments]);
    const everything = [...said, await readFile(out, 'utf8'), events.stdout, helm.stdout, annotations.stdout].join(
      '\n',
    );
    const looked = [...(await secrets()), planted];
    expect(looked.length).toBeGreaterThan(10);
    for (const secret of looked) expect(everything.includes(secret), 'a secret was said').toBe(false);
  },
);
