import { z } from 'zod';
import type { GatewayKernel, KernelspecEntry } from './model.ts';

/** The kernel model of Jupyter Server, which the gateway and a person's server share. */
export const kernelSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    execution_state: z.string().optional(),
    last_activity: z.string().optional(),
    connections: z.number().optional(),
  })
  .transform((kernel): GatewayKernel => ({
    id: kernel.id,
    name: kernel.name,
    state: kernel.execution_state ?? 'unknown',
    ...(kernel.last_activity !== undefined && { lastActivity: kernel.last_activity }),
    connections: kernel.connections ?? 0,
  }));

export const kernelListSchema = z.array(kernelSchema);

export const kernelspecsSchema = z.object({
  default: z.string().nullish(),
  kernelspecs: z.record(
    z.string(),
    z
      .object({
        name: z.string(),
        spec: z.object({ display_name: z.string().catch(''), language: z.string().catch('') }),
      })
      .transform(({ name, spec }): KernelspecEntry => ({
        name,
        displayName: spec.display_name,
        language: spec.language,
      })),
  ),
});
