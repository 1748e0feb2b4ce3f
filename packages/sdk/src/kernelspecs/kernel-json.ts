import { z } from 'zod';

const name = z.string().min(1);

/**
 * What a kernel.json says: the fields of Jupyter's kernel specification that a gateway reads, and whatever else is there.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export const kernelSpecSchema = z.looseObject({
  argv: z.array(z.string()).min(2),
  display_name: name,
  language: name,
  interrupt_mode: z.enum(['signal', 'message']).optional(),
  // A number here breaks the start of the kernel long after the gateway has accepted the file.
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a variable name'), z.string()).default({}),
  metadata: z.looseObject({
    debugger: z.boolean().optional(),
    process_proxy: z.looseObject({
      class_name: z.literal('enterprise_gateway.services.processproxies.k8s.KubernetesProcessProxy'),
      config: z.looseObject({ image_name: name.optional() }).default({}),
    }),
  }),
});

export type KernelSpecJson = z.output<typeof kernelSpecSchema>;
