import { posix } from 'node:path';
import { z } from 'zod';
import type { Person } from '../identity/hub-user.ts';
import { Refusal } from '../refusal.ts';
import type { Settings } from '../settings.ts';
import { quantity } from './quantity.ts';

/** What a client says of the kernel it wants. Of `env` only what is named below is read. */
export const startSchema = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'is not the name of a kernelspec' })
    .optional(),
  env: z.record(z.string(), z.string()).default({}),
});

export type StartRequest = z.output<typeof startSchema>;

export interface NewKernel {
  readonly id: string;
  readonly person: Person;
  /** What the client sent. */
  readonly asked: StartRequest['env'];
}

const SHORTEST_LAUNCH_SECONDS = 10;

/**
 * Builds a kernel's environment from nothing: who it is for comes from the hub, what it may use from the settings, and
 * of what the client sent only the working directory, the launch time-out and resources within bounds.
 *
 * @throws Refusal 400 when it asks for more than it may
 */
export function kernelEnvironment(kernel: NewKernel, settings: Settings['kernels']): Record<string, string> {
  const { id, person, asked } = kernel;
  return {
    KERNEL_USERNAME: person.name,
    KERNEL_HOME: person.home,
    KERNEL_ID: id,
    KERNEL_POD_NAME: `nb-${id}`,
    KERNEL_NAMESPACE: settings.namespace,
    KERNEL_SERVICE_ACCOUNT_NAME: settings.serviceAccount,
    KERNEL_WORKING_DIR: workingDirectory(own(asked, 'KERNEL_WORKING_DIR'), settings.homeMountPath),
    KERNEL_LAUNCH_TIMEOUT: String(launchSeconds(own(asked, 'KERNEL_LAUNCH_TIMEOUT'), settings.launchSeconds)),
    ...resources(asked, settings.largest),
  };
}

function own(asked: StartRequest['env'], name: string): string | undefined {
  return Object.hasOwn(asked, name) ? asked[name] : undefined;
}

/** The notebook's directory where it is in the home, and else the home: a notebook elsewhere is no error. */
function workingDirectory(asked: string | undefined, home: string): string {
  if (asked === undefined || asked.length > 4096 || hasControlCharacter(asked)) return home;
  const isInHome = asked === home || asked.startsWith(`${home}/`);
  return isInHome && posix.normalize(asked) === asked ? asked : home;
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function launchSeconds(asked: string | undefined, longest: number): number {
  const wanted = asked !== undefined && /^\d{1,6}$/.test(asked) ? Number(asked) : longest;
  return Math.min(Math.max(wanted, SHORTEST_LAUNCH_SECONDS), longest);
}

const RESOURCES = [
  { variable: 'KERNEL_CPUS', kind: 'cpu' },
  { variable: 'KERNEL_MEMORY', kind: 'memory' },
] as const;

function resources(asked: StartRequest['env'], largest: Settings['kernels']['largest']): Record<string, string> {
  if (largest === null) return {};
  const granted: Record<string, string> = {};
  for (const { variable, kind } of RESOURCES) {
    const wanted = own(asked, variable);
    if (wanted === undefined) continue;
    const amount = quantity(wanted);
    if (amount === undefined) throw new Refusal(400, `${variable} is no quantity as 500m, 2 or 4Gi.`);
    if (amount > (quantity(largest[kind]) ?? 0)) {
      throw new Refusal(400, `${variable} is ${wanted}, and a kernel here may have ${largest[kind]} at most.`);
    }
    granted[variable] = wanted;
  }
  return granted;
}
