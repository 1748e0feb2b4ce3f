import { z } from 'zod';
import * as field from './fields.ts';
import { gatewaySchema } from './gateway-schema.ts';
import { guardSchema } from './guard-schema.ts';
import { hubSchema } from './hub-schema.ts';
import { loadBalancerSchema } from './load-balancer-schema.ts';
import { about, largestResources, limitedResources, report } from './parts.ts';
import { largestFaults, specFaults } from './rules.ts';
import { storageSchema } from './storage-schema.ts';

const kernels = z
  .strictObject({
    namespace: field.dnsLabel.default('notebook-kernels').meta(about('Namespace of every kernel.')),
    maxPerUser: z.int().min(1).default(5).meta(about('How many kernels a person may run at once.')),
    image: field.imageReference.default('docker.io/elyra/kernel-py:3.3.0').meta(about('Image of a kernel.')),
    specs: z
      .array(z.enum(['python_kubernetes']))
      .min(1, { error: 'must name at least one kernelspec' })
      .default(['python_kubernetes'])
      .meta(about('Kernelspecs that are published.')),
    resources: limitedResources.prefault({}).meta(about('Resources of one kernel.')),
    largest: z.exactOptional(
      largestResources.meta(
        about('What a person may ask for one kernel, by KERNEL_CPUS and KERNEL_MEMORY. Unless said, nobody may ask.'),
      ),
    ),
    launchTimeout: field.duration.prefault('2m').meta(about('How long a kernel may take to start.')),
  })
  .superRefine((value, context) => report(context, largestFaults(value)))
  .prefault({})
  .meta(about('What runs when a notebook computes.'));

const spec = z
  .strictObject({
    storage: storageSchema,
    loadBalancer: loadBalancerSchema,
    hub: hubSchema,
    gateway: gatewaySchema,
    guard: guardSchema,
    kernels,
    images: z
      .strictObject({
        registry: field.imageRegistry
          .nullable()
          .default(null)
          .meta(about('A mirror that every image is pulled from.', 'mirror.example.com:5000')),
      })
      .prefault({})
      .meta(about('Where images come from.')),
    helm: z
      .strictObject({
        binary: z.exactOptional(
          z
            .string()
            .min(1)
            .meta(
              about(
                'Where Helm is when it is not on PATH; a path starts from the folder of this file.',
                '/opt/helm/helm',
              ),
            ),
        ),
      })
      .prefault({})
      .meta(about('The Helm that installs the hub.')),
  })
  .superRefine((value, context) => report(context, specFaults(value)), { when: () => true })
  .meta(about('What the platform consists of.'));

/** The one description of `naas.yaml`: types, defaults, reference and JSON Schema come from it. */
export const platformSchema = z
  .strictObject({
    apiVersion: z.literal('naas.dev/v1').meta(about('Version of this format.', 'naas.dev/v1')),
    kind: z.literal('Platform').meta(about('What the file describes.', 'Platform')),
    metadata: z
      .strictObject({
        name: field.dnsLabel.meta(about('Name of the platform; labels on all its objects carry it.', 'lab')),
      })
      .meta(about('What the platform is called.')),
    spec,
  })
  .transform(({ metadata, spec }) => ({ metadata, ...spec }));

/** One platform as `naas.yaml` describes it: `metadata` beside the parts of `spec`, defaults filled in, durations in seconds. */
export type PlatformConfig = z.output<typeof platformSchema>;
