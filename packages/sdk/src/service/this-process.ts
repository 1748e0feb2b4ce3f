import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Holder } from '../engine/index.ts';

/** Says who runs this process and where, for those who want to change the platform at the same time. */
export function thisProcess(): Omit<Holder, 'purpose'> {
  return { who: `${userName()}@${hostname()}`, host: `${hostname()} ${processNamespace()}`.trim(), pid: process.pid };
}

/** A user without an entry in the machine's list, as in many containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Containers may share a host name and not their processes: on Linux the kernel tells which list a number is from. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
