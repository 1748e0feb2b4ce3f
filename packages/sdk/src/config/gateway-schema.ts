import { z } from 'zod';
import { chartSource, chartValues } from './chart-schema.ts';
import * as field from './fields.ts';
import { about, report, resources } from './parts.ts';
import { gatewayValuesFaults } from './values-rules.ts';

const cull = z
  .strictObject({
    idleAfter: field.duration.prefault('1h').meta(about('A kernel that did nothing for so long is stopped.')),
    interval: field.duration.prefault('1m').meta(about('How often the gateway looks for idle kernels.')),
    connected: z.boolean().default(false).meta(about('Whether kernels with an open notebook are stopped as well.')),
  })
  .prefault({})
  .meta(about('When idle kernels are stopped.'));

/** `spec.gateway` of `naas.yaml`. */
export const gatewaySchema = z
  .strictObject({
    namespace: field.dnsLabel.default('enterprise-gateway').meta(about('Namespace of the gateway.')),
    image: field.imageReference
      .default('docker.io/elyra/enterprise-gateway:3.3.0')
      .meta(about('Image of the gateway.')),
    resources: resources.prefault({}).meta(about("Resources of the gateway's pod.")),
    cull,
    chart: z.exactOptional(
      chartSource(
        { name: 'enterprise-gateway', version: '3.3.0' },
        "Enterprise Gateway's own chart, whose Deployment then takes the place of the platform's. Not needed.",
      ),
    ),
    values: chartValues(gatewayValuesFaults, {
      description: "Values of the gateway's chart, merged last. Only with `chart`.",
      example: { deployment: { nodeSelector: { disk: 'ssd' } } },
    }),
  })
  .superRefine(({ chart, values }, context) => {
    if (chart !== undefined || Object.keys(values).length === 0) return;
    report(context, [{ path: ['values'], message: 'are of the chart, and there is none: say which with chart' }]);
  })
  .prefault({})
  .meta(about('Enterprise Gateway: what starts kernels.'));
