import { z } from 'zod';

/** The kinds of text that `naas.yaml` is made of; `title` is what the reference calls them. */

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

const NFS_SERVER = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f]*(?::[0-9A-Fa-f]*){2,7})$/;
const NFS_PATH = /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[^/\n]+)+\/?)$/;
const QUANTITY = /^(?!0+(?:\.0+)?[A-Za-z]*$)\d+(?:\.\d+)?(?:m|k|Ki|[MGTPE]i?)?$/;
const REPOSITORY =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d+)?/)?[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*';
const TAG = '[\\w][\\w.-]{0,127}';

/** The name of a namespace or a Secret: what RFC 1123 calls a label. */
export const dnsLabel = z
  .string()
  .regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, {
    error: 'must be a DNS label: lower-case letters, digits and dashes, beginning and ending with a letter or digit',
  })
  .max(63, { error: 'must have at most 63 characters' })
  .meta({ title: 'DNS label' });

/** The name of a Helm release: what Helm takes, so that names made of it still fit. */
export const releaseName = dnsLabel.max(53, { error: 'must have at most 53 characters' });

/** Any name Kubernetes takes for an object that may carry dots, such as a storage class. */
export const dnsName = z
  .string()
  .regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/, {
    error: 'must be a name of Kubernetes: lower-case letters, digits, dashes and dots',
  })
  .max(253, { error: 'must have at most 253 characters' })
  .meta({ title: 'name' });

/** An amount in the notation of Kubernetes; a bare number is taken as its text. */
export const quantity = z
  .union([z.string().regex(QUANTITY), z.number().positive()], {
    error: 'must be an amount above zero as Kubernetes writes it, for example 500m, 256Mi or 15Gi',
  })
  .transform(String)
  .meta({ title: 'quantity' });

/** An amount of memory in the notation of JupyterHub, whose K, M, G and T are powers of 1024. */
export const serverMemory = z
  .string()
  .regex(/^[1-9]\d*(?:\.\d+)?[KMGT]?$/, {
    error: 'must be memory as JupyterHub writes it, for example 256M or 1G (powers of 1024, without an i)',
  })
  .meta({ title: 'memory' });

const DURATION = /^[1-9]\d*[smh]$/;

/** A length of time with its unit; parsed to seconds. */
export const duration = z
  .string()
  .regex(DURATION, { error: 'must be a length of time with its unit, for example 90s, 5m or 1h' })
  .transform(secondsOf)
  .meta({ title: 'duration' });

/** As {@link duration}, or 0, which says never. */
export const durationOrNever = z
  .union([z.literal(0), z.string().regex(DURATION)], {
    error: 'must be a length of time with its unit, for example 90s, 5m or 1h, or 0 for never',
  })
  .transform((value) => (value === 0 ? 0 : secondsOf(value)))
  .meta({ title: 'duration or 0' });

function secondsOf(text: string): number {
  return Number(text.slice(0, -1)) * SECONDS[text.slice(-1) as keyof typeof SECONDS];
}

/** The address of an NFS server as the nodes of the cluster reach it. */
export const nfsServer = z
  .string()
  .regex(NFS_SERVER, { error: 'must be a host name or an address alone; the directory goes into path' })
  .meta({ title: 'host' });

/** A directory on an NFS server; a slash at the end is dropped, so that equal paths are equal text. */
export const nfsPath = z
  .string()
  .regex(NFS_PATH, { error: 'must be an absolute path without . or .. or empty parts, for example /export/homes' })
  .transform((path) => (path === '/' ? path : path.replace(/\/$/, '')))
  .meta({ title: 'absolute path' });

/** Options of an NFS mount, one an entry. */
export const mountOptions = z.array(
  z.string().regex(/^[\w-]+(?:=[^\s,]+)?$/, { error: 'must be one mount option, for example nfsvers=4.1' }),
);

/** A container image with a tag or a digest, so that the same file means the same image tomorrow. */
export const imageReference = z
  .string()
  .regex(new RegExp(`^${REPOSITORY}(?=[:@])(?::${TAG})?(?:@sha256:[0-9a-f]{64})?$`), {
    error: 'must be an image with a tag or a digest, for example docker.io/elyra/kernel-py:3.3.0',
  })
  .meta({ title: 'image' });

/** A container image without its tag, as the hub chart takes it. */
export const imageName = z
  .string()
  .regex(new RegExp(`^${REPOSITORY}$`), { error: 'must be an image without its tag; the tag has its own key' })
  .meta({ title: 'image name' });

/** The tag of a container image. */
export const imageTag = z
  .string()
  .regex(new RegExp(`^${TAG}$`), { error: 'must be the tag of an image, for example "4.4.0"' })
  .meta({ title: 'tag' });

/** Where a mirror keeps its images. */
export const imageRegistry = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*$/, {
    error: 'must be host[:port][/path] without a scheme, for example mirror.example.com:5000/notebooks',
  })
  .meta({ title: 'registry' });

/** A person's name in the hub. A slash would end the name in every address the hub makes of it. */
export const personName = z
  .string()
  .regex(/^[^\s/](?:[^/\n]*[^\s/])?$/, { error: 'must be a name without a slash and without spaces around it' })
  .meta({ title: 'name' });

/** What is said of a secret that stands in the file as text. */
export const SECRET_IS_TEXT =
  'is a secret written as text; put it into a Secret in namespace naas-system and name it: { secretRef: { name: ..., key: ... } }';

/** A secret by its place in the cluster; its text never stands in the file. */
export const secretReference = z
  .strictObject(
    {
      secretRef: z
        .strictObject({
          name: dnsName.meta({ title: 'name', description: 'Name of the Secret.', examples: ['hub-password'] }),
          key: z
            .string()
            .regex(/^(?!\.\.|\.$)[-._a-zA-Z0-9]+$/, {
              error: 'must be a key of a Secret: letters, digits, dashes, dots, underscores',
            })
            .meta({ title: 'text', description: 'Key inside the Secret.', examples: ['password'] }),
        })
        .meta({ description: 'The Secret, in namespace `naas-system`.' }),
    },
    { error: (issue) => (typeof issue.input === 'string' ? SECRET_IS_TEXT : undefined) },
  )
  .meta({ title: 'secret reference' });
