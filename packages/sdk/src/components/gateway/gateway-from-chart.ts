import { z } from 'zod';
import type { PlatformConfig } from '../../config/index.ts';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import { restrictedContainer } from '../../resources/index.ts';
import { names } from '../names.ts';
import { pinnedEnvironment, type Variable } from './gateway-environment.ts';
import { gatewayContainer, gatewayPod, gatewayRollout, gatewayVolume } from './gateway-manifests.ts';

const { selector } = names.gateway;

type Labels = Readonly<Record<string, string>>;

const metadata = z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) });
const list = z.array(z.looseObject({ name: z.string() })).default([]);

const isGateway = ({ name }: { readonly name: string }) => name === gatewayContainer.name;

const deploymentShape = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: metadata.extend({ name: z.literal(names.gateway.deployment) }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: metadata.partial(),
      spec: z.looseObject({
        // One of another name would run without the token.
        containers: z
          .array(z.looseObject({ name: z.string(), env: list, volumeMounts: list }))
          .refine((containers) => containers.some(isGateway)),
        initContainers: z.array(z.looseObject({})).default([]),
        volumes: list,
      }),
    }),
  }),
});

const serviceShape = z.looseObject({
  kind: z.literal('Service'),
  metadata: metadata.extend({ name: z.literal(names.gateway.service) }),
  spec: z.looseObject({}),
});

/**
 * Takes the gateway's Deployment and Service out of what its chart renders, and makes them what the platform relies on:
 * the backend's name, no way in from outside, no rights but those of our account, our token, kernelspecs and kernels'
 * namespace. Everything else that the chart has is left out.
 *
 * @throws NaasError `CONFIG_INVALID` when there is no such Deployment or Service: it is another chart.
 */
export function gatewayFromChart(rendered: readonly unknown[], config: PlatformConfig, labels: Labels): KubeObject[] {
  const deployment = find(rendered, deploymentShape);
  const service = find(rendered, serviceShape);
  if (!deployment || !service) throw anotherChart(deployment ? 'Service' : 'Deployment');
  return [backend(service, config, labels), ours(deployment, config, labels)];
}

function find<Shape extends z.ZodType>(rendered: readonly unknown[], shape: Shape): z.output<Shape> | undefined {
  return rendered.map((object) => shape.safeParse(object)).find(({ success }) => success)?.data;
}

function anotherChart(missing: string): NaasError {
  return new NaasError('CONFIG_INVALID', `The chart of spec.gateway.chart has no ${missing} enterprise-gateway.`, {
    hint: "Is it Enterprise Gateway's own chart? Without spec.gateway.chart none is needed.",
  });
}

function backend(service: z.output<typeof serviceShape>, config: PlatformConfig, labels: Labels): KubeObject {
  const { externalIPs: _open, ...spec } = service.spec;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: owned(service.metadata, names.gateway.backend, { config, labels }),
    spec: { ...spec, type: 'ClusterIP', selector: { ...selector } },
  };
}

function ours(deployment: z.output<typeof deploymentShape>, config: PlatformConfig, labels: Labels): KubeObject {
  const { template } = deployment.spec;
  const { containers, initContainers, volumes } = template.spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: owned(deployment.metadata, names.gateway.deployment, { config, labels }),
    spec: {
      ...deployment.spec,
      ...gatewayRollout,
      selector: { matchLabels: { ...selector } },
      template: {
        // By these labels policies and Services know the pod.
        metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...labels, ...selector } },
        spec: {
          ...template.spec,
          ...gatewayPod,
          containers: containers.map((each) => (isGateway(each) ? container(each, config) : restricted(each))),
          ...(initContainers.length === 0 ? {} : { initContainers: initContainers.map(restricted) }),
          volumes: merged(volumes, [gatewayVolume]),
        },
      },
    },
  };
}

type Container = z.output<typeof deploymentShape>['spec']['template']['spec']['containers'][number];

/** Whatever else runs in the pod may do no more than the gateway. */
function restricted<T extends object>(theirs: T): T & { readonly securityContext: object } {
  return { ...theirs, securityContext: restrictedContainer };
}

function container(theirs: Container, config: PlatformConfig): object {
  return {
    ...theirs,
    ...gatewayContainer,
    env: merged<Variable>(theirs.env, pinnedEnvironment(config)),
    volumeMounts: merged(theirs.volumeMounts, gatewayContainer.volumeMounts),
  };
}

/** Joins lists by name, the later in the place of the earlier: the API refuses a name that comes twice. */
function merged<Item extends { readonly name: string }>(theirs: readonly Item[], ours: readonly Item[]): Item[] {
  return [...new Map([...theirs, ...ours].map((item) => [item.name, item])).values()];
}

interface Owner {
  readonly config: PlatformConfig;
  readonly labels: Labels;
}

function owned(theirs: { readonly labels: Labels }, name: string, { config, labels }: Owner): KubeObject['metadata'] {
  return { name, namespace: config.gateway.namespace, labels: { ...theirs.labels, ...labels } };
}
