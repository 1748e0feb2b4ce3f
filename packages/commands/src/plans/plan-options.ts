import { z } from 'zod';
import type { Option } from '../command.ts';

/** What a plan may go on over, as every command that makes one takes it. */
export const PLAN_OPTIONS = {
  takeOver: {
    name: 'takeOver',
    flag: '--take-over',
    description: 'take over fields, objects and releases that others hold',
  },
  endKernels: {
    name: 'endKernels',
    flag: '--end-kernels',
    description: "go on where people's running kernels end by it",
  },
} as const satisfies Record<string, Option>;

export const NO_VERIFY: Option = {
  name: 'verify',
  flag: '--no-verify',
  description: 'leave out the proof after the changes',
};

/** A flag that was typed or not. */
export const flag = z.boolean().default(false);

/** Keeps the flags that were typed: what nobody asked for is no part of a plan, nor of its digest. */
export function typedFlags<Name extends string>(flags: Readonly<Record<Name, boolean>>): Partial<Record<Name, true>> {
  const typed = Object.entries(flags).filter(([, isTyped]) => isTyped);
  return Object.fromEntries(typed.map(([name]) => [name, true])) as Partial<Record<Name, true>>;
}
