import { z } from 'zod';
import { overlap, parseAddressRange } from './address-range.ts';
import { chartSource, chartValues } from './chart-schema.ts';
import * as field from './fields.ts';
import { about, report } from './parts.ts';
import type { Fault } from './rules.ts';
import { metallbValuesFaults } from './values-rules.ts';

const addressRange = z
  .string()
  .refine((text) => parseAddressRange(text) !== undefined, {
    error: 'must be a range or a network of addresses, for example 192.168.1.201-192.168.1.210 or 192.168.1.208/29',
  })
  .meta({ title: 'addresses' });

const addresses = z
  .array(addressRange)
  .min(1, { error: 'must name at least one range' })
  .superRefine((ranges, context) => report(context, overlaps(ranges)))
  .meta(
    about(
      'What Services get their addresses from: free ones of the network that the nodes are in, which nothing else gives away.',
      ['192.168.1.201-192.168.1.210'],
    ),
  );

function overlaps(texts: readonly string[]): Fault[] {
  const ranges = texts.map(parseAddressRange);
  return ranges.flatMap((range, index) => {
    const earlier = ranges.slice(0, index).findIndex((other) => range && other && overlap(range, other));
    return earlier < 0 ? [] : [{ path: [index], message: `has addresses of ${texts[earlier]} as well` }];
  });
}

const installed = z.strictObject({
  install: z.literal('metallb').meta(about('What is installed.', 'metallb')),
  addresses,
  namespace: field.dnsLabel.default('metallb-system').meta(about('Namespace of MetalLB.')),
  release: field.releaseName.default('metallb').meta(about('Name of the Helm release.')),
  chart: chartSource(
    { name: 'metallb', repository: 'https://metallb.github.io/metallb', version: '0.15.2' },
    'The chart of MetalLB.',
  ).prefault({}),
  values: chartValues(metallbValuesFaults, {
    description: "Values of MetalLB's chart, merged last.",
    example: { speaker: { nodeSelector: { edge: 'true' } } },
  }),
});

/** `spec.loadBalancer` of `naas.yaml`. */
export const loadBalancerSchema = z
  .union([z.literal('none'), installed], {
    error: 'must be none, or { install: metallb, addresses: [192.168.1.201-192.168.1.210] }',
  })
  .prefault('none')
  .meta(
    about('What gives Services of type LoadBalancer their addresses; `none` where the cluster has something for it.'),
  );
