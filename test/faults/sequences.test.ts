import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBench } from '../cluster/support/bench.ts';
import { type PlatformUnderTest, platformUnderTest } from '../cluster/support/platform.ts';

const bench = await readBench();

/** How many sequences are tried, and from which seed: the same seed is the same sequences. */
const COUNT = Number(process.env['NAAS_TEST_SEQUENCES'] ?? 3);
const SEED = Number(process.env['NAAS_TEST_SEED'] ?? 20_260_101);
const LONGEST = 4;
console.log(`${COUNT} sequences of up to ${LONGEST} operations from seed ${SEED}; NAAS_TEST_SEQUENCES=100 tries more.`);

let platform: PlatformUnderTest;
let files: string[];
const homes = ['alice', 'bob-example-com---0d9a4c1e'];

beforeAll(async () => {
  if (bench.shareDirectory === undefined) return;
  platform = await platformUnderTest(bench);
  await platform.empty();
  files = [
    platform.file,
    await platform.changed((file) => {
      file.spec.kernels.maxPerUser = 3;
    }),
    await platform.changed((file) => {
      file.spec.hub.servers.startTimeout = '4m';
      file.spec.gateway.cull = { idleAfter: '30m' };
    }),
  ];
  for (const home of homes) await markHome(home);
});

afterAll(async () => {
  if (bench.shareDirectory === undefined) return;
  await platform.empty();
  for (const home of homes) await rm(join(share(), home), { recursive: true, force: true });
});

function share(): string {
  if (bench.shareDirectory === undefined) throw new Error('NAAS_TEST_SHARE has to say where the share is here.');
  return bench.shareDirectory;
}

/** Puts a file into a home that must never be lost. */
async function markHome(home: string): Promise<void> {
  const directory = join(share(), home);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'marker'), `of ${home}`);
  await chown(directory, 1000, 100);
}

/** A small generator of numbers: the same seed gives the same ones. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface State {
  /** The file that the platform is as; undefined when nothing is deployed. */
  file: string | undefined;
  /** The files that the last runs left the platform as, the latest first. */
  runs: string[];
}

type Operation = (state: State, pick: (below: number) => number) => Promise<string>;

const OPERATIONS: readonly Operation[] = [
  async function deploy(state, pick) {
    const at = pick(files.length);
    await done('deploy', '--yes', '--no-verify', '-f', files[at]!);
    if (state.file !== files[at]) state.runs.unshift(files[at]!);
    state.file = files[at];
    return `deploy ${at}`;
  },
  async function rollback(state) {
    // After a destroy, the run before the last one is the last that made something.
    const before = state.runs[state.file === undefined ? 0 : 1];
    if (before === undefined) return 'nothing to go back to';
    await done('rollback', '--yes', '--no-verify', '-f', before);
    if (state.file !== before) state.runs.unshift(before);
    state.file = before;
    return 'rollback';
  },
  async function destroy(state) {
    await done('destroy', '--yes');
    state.file = undefined;
    return 'destroy';
  },
  async function adopt(state) {
    // What somebody else did by hand is taken over with everything else.
    if (state.file === undefined) return 'nothing to adopt';
    await platform.kubectl(
      'annotate',
      'service',
      'enterprise-gateway',
      '-n',
      'enterprise-gateway',
      `x=${Date.now()}`,
      '--overwrite',
    );
    await platform.kubectl(
      'label',
      'deployment',
      'enterprise-gateway',
      '-n',
      'enterprise-gateway',
      'naas.dev/platform=mine',
      '--overwrite',
    );
    await done('adopt', '--yes', '-f', state.file);
    state.runs.unshift(state.file);
    return 'adopt';
  },
];

async function done(...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await platform.naas(...args);
  expect(exitCode, `${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

test.runIf(bench.shareDirectory !== undefined)(
  `${COUNT} random sequences lose no file, and leave the platform as the file says`,
  { timeout: 10_800_000 },
  async () => {
    const pick = random(SEED);
    const state: State = { file: undefined, runs: [] };
    for (let sequence = 0; sequence < COUNT; sequence += 1) {
      const told: string[] = [];
      for (let left = 1 + pick(LONGEST); left > 0; left -= 1) {
        told.push(await OPERATIONS[pick(OPERATIONS.length)]!(state, pick));
        for (const home of homes) expect(await readFile(join(share(), home, 'marker'), 'utf8')).toBe(`of ${home}`);
        if (state.file === undefined) continue;
        const { exitCode, stdout } = await platform.naas('plan', '-f', state.file);
        expect(exitCode, `${told.join(', ')}\n${stdout}`).toBe(0);
      }
      console.log(`sequence ${sequence + 1}: ${told.join(', ')}`);
    }
  },
);
