import { z } from 'zod';
import * as field from './fields.ts';
import { resourcesFaults, type Fault } from './rules.ts';

/** The metadata of a key: what it is for, in a sentence, and how it may look. */
export const about = (description: string, ...examples: unknown[]) =>
  examples.length === 0 ? { description } : { description, examples };

/** Reports faults as issues of the value that is being checked. */
export function report(context: z.core.$RefinementCtx, faults: readonly Fault[], under: readonly string[] = []): void {
  for (const { path, message } of faults) context.addIssue({ code: 'custom', path: [...under, ...path], message });
}

const cpu = field.quantity.meta(about('Processor time.', '500m'));
const memory = field.quantity.meta(about('Memory.', '512Mi'));

const requests = z
  .strictObject({ cpu: cpu.prefault('100m'), memory: memory.prefault('256Mi') })
  .prefault({})
  .meta(about('What a node must have free.'));

/** What a pod asks for, and what it may not exceed where that is said. */
export const resources = z
  .strictObject({
    requests,
    limits: z.exactOptional(
      z
        .strictObject({ cpu: z.exactOptional(cpu), memory: z.exactOptional(memory) })
        .meta(about('What may not be exceeded; no limit unless said.')),
    ),
  })
  .superRefine((value, context) => report(context, resourcesFaults(value)));

/** What a pod asks for and may not exceed; both always said, as a quota demands. */
export const limitedResources = z
  .strictObject({
    requests,
    limits: z
      .strictObject({ cpu: cpu.prefault('1'), memory: memory.prefault('1Gi') })
      .prefault({})
      .meta(about('What may not be exceeded.')),
  })
  .superRefine((value, context) => report(context, resourcesFaults(value)));

/** The most that can be asked for; always both, so that neither is without bounds. */
export const largestResources = z.strictObject({
  cpu: cpu.meta(about('The most processor time.', '2')),
  memory: memory.meta(about('The most memory.', '4Gi')),
});
