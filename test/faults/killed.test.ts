import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from '../cluster/support/bench.ts';
import { endState } from '../cluster/support/end-state.ts';
import { interrupted } from '../cluster/support/interrupted.ts';
import { type PlatformUnderTest, platformUnderTest } from '../cluster/support/platform.ts';

const NAAS = fileURLToPath(new URL('../../apps/cli/bin/naas.js', import.meta.url));
const bench = await readBench();

/** Every step boundary takes most of an hour; a run for each change takes every ninth. */
const STRIDE = process.env['NAAS_TEST_EVERY_STEP'] === undefined ? 9 : 1;
const OFFSET = Number(process.env['NAAS_TEST_FIRST_STEP'] ?? 1) % STRIDE;
if (STRIDE > 1) {
  console.log(`One step boundary in ${STRIDE} is tried, from the ${OFFSET}th; NAAS_TEST_EVERY_STEP=1 tries them all.`);
}

let platform: PlatformUnderTest;
let changed: string;
/** The platform as an undisturbed deploy leaves it: of the file, and of the changed file. */
let golden: { readonly deployed: string[]; readonly changed: string[]; readonly destroyed: string[] };
let count: { readonly install: number; readonly upgrade: number; readonly destroy: number };

const deploy = ['deploy', '--yes', '--no-verify'];

beforeAll(async () => {
  platform = await platformUnderTest(bench);
  changed = await platform.changed((file) => {
    file.spec.kernels.maxPerUser = 3;
    file.spec.kernels.launchTimeout = '3m';
    file.spec.hub.servers.startTimeout = '4m';
  });
  await platform.empty();
  const install = await undisturbed(...deploy);
  const deployed = await endState(platform);
  const upgrade = await undisturbed(...deploy, '-f', changed);
  const afterChange = await endState(platform);
  const destroy = await undisturbed('destroy', '--yes');
  golden = { deployed, changed: afterChange, destroyed: await endState(platform) };
  count = { install, upgrade, destroy };
});

afterAll(async () => {
  await platform.empty();
});

/** Runs naas to its end, and counts its steps. */
async function undisturbed(...args: string[]): Promise<number> {
  const { stderr, stdout, exitCode } = await platform.naas(...args);
  expect(exitCode, stderr + stdout).toBe(0);
  return stderr.split('\n').filter((line) => line.startsWith('✓ ')).length;
}

/** Kills naas after each step in turn and finishes the work with a clean run: `prepare` before, `look` after. */
async function killedAtEach(
  steps: number,
  { args, prepare, look }: { args: string[]; prepare: () => Promise<unknown>; look: () => Promise<void> },
): Promise<number> {
  let tried = 0;
  for (let at = OFFSET; at < steps; at += STRIDE) {
    await prepare();
    const env = { KUBECONFIG: bench.kubeconfig, NAAS_FILE: platform.file };
    const { wasInterrupted } = await interrupted('node', [NAAS, ...args], { env, afterSteps: at });
    expect(wasInterrupted, `the kill after ${at} steps came too late`).toBe(true);
    await undisturbed(...args);
    await look();
    tried += 1;
  }
  return tried;
}

describe('a killed naas, and a clean one after it', () => {
  test('install the same platform as an undisturbed one', { timeout: 3_600_000 }, async () => {
    const tried = await killedAtEach(count.install, {
      args: deploy,
      prepare: () => platform.empty(),
      look: async () => expect(await endState(platform)).toEqual(golden.deployed),
    });
    expect(tried).toBeGreaterThan(0);
  });

  test('change it to the same platform', { timeout: 3_600_000 }, async () => {
    const tried = await killedAtEach(count.upgrade, {
      args: [...deploy, '-f', changed],
      prepare: () => undisturbed(...deploy),
      look: async () => expect(await endState(platform)).toEqual(golden.changed),
    });
    expect(tried).toBeGreaterThan(0);
  });

  test('take it down to the same remains', { timeout: 3_600_000 }, async () => {
    const tried = await killedAtEach(count.destroy, {
      args: ['destroy', '--yes'],
      prepare: () => undisturbed(...deploy, '-f', changed),
      look: async () => expect(await endState(platform)).toEqual(golden.destroyed),
    });
    expect(tried).toBeGreaterThan(0);
  });
});

describe('Ctrl-C', () => {
  test(
    'stops a deploy between two steps, says so, and the next one goes on from there',
    { timeout: 300_000 },
    async () => {
      await platform.empty();
      const env = { KUBECONFIG: bench.kubeconfig, NAAS_FILE: platform.file };
      const options = { env, afterSteps: Math.floor(count.install / 2), signal: 'SIGINT' } as const;
      const stopped = await interrupted('node', [NAAS, ...deploy], options);
      expect(stopped.stderr).toContain('Interrupted. What was done stays');
      expect(stopped.exitCode).toBe(130);
      expect((await platform.naas('history')).stdout).toMatch(/deploy\s+stopped/);
      await undisturbed(...deploy);
      expect(await endState(platform)).toEqual(golden.deployed);
    },
  );
});
