import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, type Running, startPart } from './processes.ts';

export interface StandInPorts {
  readonly gateway: number;
  readonly hub: number;
  readonly pods: number;
}

/** What stands behind and beside the guard, in one process. */
export interface Platform extends AsyncDisposable {
  readonly ports: StandInPorts;
  readonly process: Running;
  /** The guard's program, one file. */
  readonly guard: string;
  /** A folder that ends with the platform. */
  readonly folder: string;
}

export async function startPlatform(guard: string): Promise<Platform> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-guard-'));
  const process = startPart('stand-ins/run.ts', 'ends');
  return {
    ports: await ask<StandInPorts>(process, { do: 'listen' }),
    process,
    folder,
    guard,
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
