import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Holder } from '../engine/index.ts';

/** Says who runs this process and where, for those who want to change the platform at the same time. */
export function thisProcess(): Omit<Holder, 'purpose'> {
  return { who: `${userName()}@${hostname()}`, host: thisBoot(), pid: process.pid };
}

/** A user without an entry in the machine's list, as in many containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/**
 * Which list of processes a number is from: machines may share a host name, containers a kernel. On Linux the kernel tells;
 * elsewhere nobody else is taken to be on the same machine.
 */
function thisBoot(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}
