import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const INSIDE = 'BENCH_OWN_NETWORK';
const UNSHARE = ['--user', '--map-root-user', '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** Whether this process has a network of its own, where addresses can vanish without a trace. */
export const hasOwnNetwork = process.env[INSIDE] === '1';

/** Whether this machine lets a process have one: Linux, with user namespaces and `ip`. */
export function canHaveOwnNetwork(): boolean {
  return spawnSync('unshare', [...UNSHARE, 'true']).status === 0;
}

/** Runs this very command in a network of its own, to the end. */
export async function againInOwnNetwork(): Promise<number> {
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', [...UNSHARE, ...command], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
