import { readBench } from '../../test/cluster/support/bench.ts';
import { labByHand } from '../../test/cluster/support/lab-by-hand.ts';
import { platformUnderTest } from '../../test/cluster/support/platform.ts';

const ROUNDS = 3;

type Side = 'deploy' | 'by hand';

const bench = await readBench();
const platform = await platformUnderTest(bench);
await using lab = await labByHand(bench);

async function deploy(): Promise<void> {
  const { exitCode, stdout, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(`the deploy failed: ${stderr}\n${stdout}`);
}

async function empty(): Promise<void> {
  await platform.empty();
  await lab.down();
}

/** The seconds from an empty cluster to a hub and a gateway that answer. */
async function measure(side: Side): Promise<number> {
  await empty();
  const begin = performance.now();
  await (side === 'deploy' ? deploy() : lab.up());
  return (performance.now() - begin) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function report(side: Side, values: readonly number[]): void {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
  console.log(`  ${side.padEnd(8)} median ${median(values).toFixed(2)} s (${least} to ${most})`);
}

const seconds: Record<Side, number[]> = { deploy: [], 'by hand': [] };
try {
  for (let round = 0; round <= ROUNDS; round += 1) {
    const order: readonly Side[] = round % 2 === 0 ? ['deploy', 'by hand'] : ['by hand', 'deploy'];
    for (const side of order) {
      const took = await measure(side);
      console.error(`round ${round}, ${side}: ${took.toFixed(2)} s`);
      // The first round fills the caches.
      if (round > 0) seconds[side].push(took);
    }
  }
} finally {
  await empty();
}
console.log(`From nothing to a hub and a gateway that answer (n=${ROUNDS} each)`);
report('deploy', seconds.deploy);
report('by hand', seconds['by hand']);
console.log(`  ratio deploy/by hand ${(median(seconds.deploy) / median(seconds['by hand'])).toFixed(2)}`);
