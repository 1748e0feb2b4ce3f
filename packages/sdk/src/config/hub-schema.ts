import { z } from 'zod';
import { chartSource, chartValues } from './chart-schema.ts';
import * as field from './fields.ts';
import { about, report, resources } from './parts.ts';
import type { Fault } from './rules.ts';
import { hubValuesFaults } from './values-rules.ts';

const chart = chartSource(
  { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' },
  "The chart of the hub: JupyterHub's own, 4.x.",
);

/** The name by which JupyterHub knows a class: short names mean the same in any case, and dummy has long ones too. */
function authenticatorName(name: string): string {
  if (/^jupyterhub\.(?:\w+\.)*DummyAuthenticator$/.test(name)) return 'dummy';
  return name.includes('.') ? name : name.toLowerCase();
}

const authenticator = z
  .strictObject({
    class: z
      .string()
      .regex(/^[A-Za-z_][\w.-]*$/, { error: 'must be the name of an authenticator of JupyterHub, for example native' })
      .transform(authenticatorName)
      .meta(about('Authenticator of JupyterHub: a short name or a Python class.', 'native')),
    allow: z
      .union([z.literal('all'), z.array(field.personName).min(1)], {
        error: 'must be a list of at least one name, or all: nobody else could sign in',
      })
      .meta(about('Who may sign in: names, or `all` that the authenticator knows.', ['alice', 'bob'])),
    admins: z
      .array(field.personName)
      .default([])
      .meta(about("Who may manage other people's servers.", ['alice'])),
    password: z.exactOptional(
      field.secretReference.meta(
        about(
          'The one password of everybody, for class `dummy` only. Unless said, one is made and kept in naas-system.',
        ),
      ),
    ),
    config: z
      .record(
        z.string().regex(/^[A-Z]\w*$/, { error: 'must be the name of a class, for example NativeAuthenticator' }),
        z.record(z.string(), z.unknown()),
      )
      .default({})
      .meta(
        about('Further settings of JupyterHub classes, as `hub.config` of the chart takes them.', {
          NativeAuthenticator: { minimum_password_length: 10 },
        }),
      ),
  })
  .superRefine((value, context) => {
    const dummy = value.class === 'dummy';
    const faults: Fault[] = hubValuesFaults({ hub: { config: value.config } }).map(({ path, message }) => ({
      path: path.slice(1),
      message,
    }));
    if (dummy && value.admins.length > 0)
      faults.push({
        path: ['admins'],
        message:
          'must be empty: with class dummy any name signs in with the one password, so anybody could become admin',
      });
    if (!dummy && value.password) faults.push({ path: ['password'], message: 'is for class dummy only' });
    report(context, faults);
  })
  .meta(
    about('Who may sign in, and how. There is no default.', {
      class: 'native',
      allow: ['alice', 'bob'],
      admins: ['alice'],
    }),
  );

const servers = z
  .strictObject({
    memory: z
      .strictObject({
        guarantee: field.serverMemory
          .default('256M')
          .meta(about('Memory a node must have free, as JupyterHub writes it.')),
        limit: z.exactOptional(field.serverMemory.meta(about('Memory a server may not exceed.', '1G'))),
      })
      .prefault({})
      .meta(about('Memory of one server.')),
    cpu: z
      .strictObject({
        guarantee: z.exactOptional(z.number().positive().meta(about('Processors a node must have free.', 0.1))),
        limit: z.exactOptional(z.number().positive().meta(about('Processors a server may not exceed.', 1))),
      })
      .prefault({})
      .meta(about('Processor time of one server.')),
    startTimeout: field.duration.prefault('5m').meta(about('How long a server may take to start.')),
    stopGrace: field.duration.prefault('15s').meta(about('How long a server may take to stop before it is killed.')),
  })
  .prefault({})
  .meta(about("People's servers."));

/** `spec.hub` of `naas.yaml`. */
export const hubSchema = z
  .strictObject({
    namespace: field.dnsLabel.default('jupyterhub').meta(about('Namespace of the hub and of the servers.')),
    release: field.releaseName.default('jhub').meta(about('Name of the Helm release.')),
    chart: chart.prefault({}),
    authenticator,
    service: z
      .strictObject({
        type: z
          .enum(['ClusterIP', 'NodePort', 'LoadBalancer'])
          .default('LoadBalancer')
          .meta(about('How browsers reach the hub from outside the cluster.')),
      })
      .prefault({})
      .meta(about("The hub's public Service, `proxy-public`.")),
    image: z
      .strictObject({
        name: field.imageName.default('quay.io/jupyterhub/k8s-singleuser-sample').meta(about('Image without tag.')),
        tag: field.imageTag.default('4.4.0').meta(about('Tag of the image.')),
      })
      .prefault({})
      .meta(about("The image of people's servers; its JupyterHub must have the hub's major version.")),
    database: z
      .strictObject({
        size: field.quantity.prefault('1Gi').meta(about('Size of the claim.')),
        storageClassName: z.exactOptional(
          field.dnsName.meta(
            about("Storage class, not one on NFS; the cluster's default unless said.", 'ssd-hostpath'),
          ),
        ),
      })
      .prefault({})
      .meta(about("The claim of the hub's database, `hub-db-dir`.")),
    resources: resources.prefault({}).meta(about("Resources of the hub's own pod.")),
    servers,
    namedServersPerUser: z.int().min(0).default(0).meta(about('How many servers besides the first a person may have.')),
    values: chartValues(hubValuesFaults, {
      description: "Values of the hub's chart, merged last.",
      example: { debug: { enabled: true } },
    }),
  })
  .meta(about('JupyterHub: where people sign in and their servers start.'));
