import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryPlatform, sampleAction, samplePlan } from '@naas/commands/testing';
import { NaasError } from '@naas/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNaas } from '../test/run-naas.ts';

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-plan-'));
});

afterAll(() => rm(directory, { recursive: true }));

const planning = (...verbs: Parameters<typeof sampleAction>[0][]) =>
  inMemoryPlatform({ plan: async () => samplePlan({ actions: verbs.map(sampleAction) }) });

test('plan shows the changes and the digest, and what to type to have exactly that', async () => {
  const { digest } = samplePlan();
  const { stdout, exitCode } = await runNaas('plan');
  expect(stdout).toBe(`Plan for lab: 3 changes

? check Probe homes: that the share can be mounted and written
+ create Deployment enterprise-gateway/enterprise-gateway
~ update ConfigMap jupyterhub/hub
      data.limit: 1 → 2

1 person has a server or kernel running: alice (1 kernel).

digest  ${digest}

  naas deploy --plan ${digest}  Do exactly this
`);
  expect(exitCode).toBe(2);
});

test.each([
  ['changes', planning({}), 2],
  ['nothing to do', planning({ verb: 'noop' }), 0],
  ['nothing but what waits', planning({ verb: 'held', reason: 'a kernel runs' }), 0],
  ['something blocked', planning({}, { id: 'x', verb: 'blocked', reason: 'no' }), 1],
])('plan tells a script by its status that there is %s', async (_what, platform, exitCode) => {
  expect(await runNaas('plan', { platform })).toMatchObject({ exitCode });
  expect(await runNaas('plan --json', { platform })).toMatchObject({ exitCode });
});

test.each(['plan --tpyo', 'plan too many words', '--tpyo plan', 'plan --out /dev/full/plan.json'])(
  'a mistake is never taken for changes: %s',
  async (line) => {
    expect(await runNaas(line)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Error:') });
  },
);

test('a file that cannot be used is 1 with plan and 2 with all others', async () => {
  const openPlatform = async () => Promise.reject(new NaasError('CONFIG_INVALID', 'naas.yaml:3:1 unknown key'));
  expect(await runNaas('plan', { openPlatform })).toMatchObject({ exitCode: 1 });
  expect(await runNaas('deploy', { openPlatform })).toMatchObject({ exitCode: 2 });
});

test('a plan is written for its owner alone, and deploy does that plan', async () => {
  const path = join(directory, 'plan.json');
  await writeFile(path, 'something else');
  await chmod(path, 0o644);
  const { stdout } = await runNaas('plan --take-over --out plan.json', { directory });
  expect(stdout).toContain(`The plan is in ${path}, for deploy --plan.`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kind: 'Plan', options: { takeOver: true } });

  const platform = inMemoryPlatform();
  const deployed = await runNaas('deploy --plan plan.json --no-verify --yes', { directory, platform });
  expect(deployed).toMatchObject({ exitCode: 0 });
  expect(platform.done).toEqual(['apply deploy']);
});

test('a plan from a file that does not hold any more is refused with what has moved', async () => {
  await runNaas('plan --out old.json', { directory });
  const platform = planning({ id: 'ConfigMap jupyterhub/hub', verb: 'delete' });
  const { stderr, exitCode } = await runNaas('deploy --yes --plan old.json', { directory, platform });
  expect(stderr).toContain('Error: The plan no longer holds. Nothing was changed.\n');
  expect(stderr).toContain('ConfigMap jupyterhub/hub: was update, now delete');
  expect([exitCode, platform.done]).toEqual([1, []]);
});

test.each([
  ['no-such-file.json', 'There is no plan to read at'],
  ['naas.yaml', 'naas.yaml is not a plan as plan --out writes it.'],
])('deploy --plan %s says what it is given', async (name, words) => {
  await writeFile(join(directory, 'naas.yaml'), 'kind: Platform\n');
  const result = await runNaas(`deploy --plan ${name}`, { directory });
  expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
});

test('a digest in place of a file is taken as it is', async () => {
  const platform = inMemoryPlatform();
  const { digest } = await platform.plan();
  expect(await runNaas(`deploy --yes --no-verify --plan ${digest}`, { platform })).toMatchObject({ exitCode: 0 });
});

test('another who is at work is named, and since when', async () => {
  const words = 'bob@desk is at work on the platform (deploy, since 2026-01-05T11:59:00Z). Nothing more was changed.';
  const platform = inMemoryPlatform({
    apply: async function* () {
      yield { type: 'started', steps: 3 };
      throw new NaasError('PLATFORM_BUSY', words, { hint: 'Wait until that has ended.' });
    },
  });
  const { stderr, exitCode } = await runNaas('deploy --yes', { platform });
  expect(stderr).toContain(`Error: ${words}\nWait until that has ended.\n`);
  expect(exitCode).toBe(1);
});
