import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { abandon } from './abandoned.ts';
import { KINDS } from './load/ways-to-go.ts';
import { measurements } from './measurements.ts';
import { againInOwnNetwork, canHaveOwnNetwork, hasOwnNetwork } from './own-network.ts';
import { startPlatform } from './platform.ts';
import { abandonedReport, abandonedTable, circumstances, report, table } from './report.ts';
import { compareSides } from './rounds.ts';
import { type Side, SIDE_NAMES, type SideName, startSide } from './sides.ts';

const { values: options } = parseArgs({
  options: {
    sides: { type: 'string', default: 'bare,chp,guard' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    abandoned: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    guard: { type: 'string', default: 'apps/gateway-guard/dist/gateway-guard.mjs' },
    json: { type: 'boolean', default: false },
  },
});

if (options.abandoned && !hasOwnNetwork && canHaveOwnNetwork()) {
  process.exitCode = await againInOwnNetwork();
} else {
  await run();
}

async function run(): Promise<void> {
  const names = options.sides.split(',').map(sideName);
  await using platform = await startPlatform(resolve(options.guard));
  const sides: Side[] = [];
  try {
    for (const name of names) sides.push(await startSide(name, platform));
    await (options.abandoned ? abandonAll(sides) : compareAll(sides));
  } finally {
    for (const side of sides) await side[Symbol.asyncDispose]();
  }
}

async function compareAll(sides: readonly Side[]): Promise<void> {
  const now = circumstances();
  const wanted = measurements.filter(({ what }) => what.includes(options.only));
  const figures = await compareSides({ sides, measurements: wanted, rounds: Number(options.rounds) });
  const names = sides.map(({ name }) => name);
  const result = report({ figures: figures.all(), sides: names, now: now() });
  print(result, table(result, names));
}

async function abandonAll(sides: readonly Side[]): Promise<void> {
  const now = circumstances();
  const possible = KINDS.filter((kind) => kind !== 'gone' || hasOwnNetwork);
  const kinds = possible.filter((kind) => kind.includes(options.only));
  // The bare gateway has no process whose memory would be looked at.
  const between = sides.filter(({ pid }) => pid !== undefined);
  const held = await abandon({ sides: between, kinds, minutes: Number(options.minutes) });
  const result = abandonedReport(held, now());
  print(result, abandonedTable(result, kinds));
}

function print(result: object, text: string): void {
  console.log(options.json ? JSON.stringify(result, null, 2) : text);
}

function sideName(name: string): SideName {
  const known = SIDE_NAMES.find((each) => each === name);
  if (known === undefined) throw new Error(`there is no side ${name}: ${SIDE_NAMES.join(', ')}`);
  return known;
}
