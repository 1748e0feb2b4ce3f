import { z } from 'zod';

/** The input of a command that takes no words. */
export const noInput = z.strictObject({});

export type NoInput = z.output<typeof noInput>;
