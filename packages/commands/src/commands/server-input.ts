import { z } from 'zod';
import type { Argument } from '../command.ts';
import type { ServerRef } from '@naas/user-session';

/** What names one server of a person. */
export const serverInput = z.strictObject({ user: z.string().min(1), name: z.string().min(1).optional() });

export type ServerInput = z.output<typeof serverInput>;

export const serverArguments: readonly Argument[] = [
  { name: 'user', required: true, description: 'whose server, by exact name' },
  { name: 'name', required: false, description: 'a named server; the default one unless given' },
];

/** Turns the words into what the hub is asked for. */
export function serverRef({ user, name }: ServerInput): ServerRef {
  return name === undefined ? { user } : { user, server: name };
}

/** Names the server in a sentence. */
export function serverWords({ user, name }: ServerInput): string {
  return name === undefined ? `the server of ${user}` : `the server ${name} of ${user}`;
}
