import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const seconds = z.number().min(0);
const port = z.int().min(0).max(65_535);

/** What the guard is told in `settings.json`; who deploys it writes the file. */
export const settingsSchema = z.strictObject({
  /** Where servers and operators call. */
  port,
  /** Where `/healthz`, `/readyz` and `/metrics` are. */
  operationsPort: port,
  /** Where kernels that start report to. */
  responsePort: port,
  gateway: z.strictObject({
    url: z.url(),
    /** Where the gateway takes such reports, at the same host. */
    responsePort: port,
  }),
  hub: z.strictObject({
    /** The hub's API, as `http://proxy-public.jupyterhub/hub/api`. */
    url: z.url(),
    /** How long the hub's word on a token is taken. */
    cacheSeconds: seconds.max(60),
    /** How long tokens that were known go on while the hub does not answer. */
    awaySeconds: seconds,
  }),
  kernels: z.strictObject({
    namespace: z.string().min(1),
    serviceAccount: z.string().min(1),
    homeMountPath: z.string().startsWith('/'),
    /** The longest a kernel may take to start. */
    launchSeconds: z.number().min(1),
    maxPerUser: z.int().min(1),
    /** The most a person may ask for one kernel, in Kubernetes quantities; null when they may not ask. */
    largest: z.strictObject({ cpu: z.string(), memory: z.string() }).nullable(),
  }),
  leftOvers: z.strictObject({
    /** How long a kernel outlives its person's last server; 0 lets it live on. */
    endAfterSeconds: seconds,
    /** Whether pods without a kernel, and kernels without a pod, are removed or only reported. */
    sweepOrphans: z.boolean(),
  }),
  /** The name that resolves to the addresses of all replicas. */
  peers: z.string().min(1),
});

export type Settings = z.output<typeof settingsSchema>;

/** What the guard keeps to itself. */
export interface Secrets {
  /** What the gateway asks of the guard. */
  readonly gatewayToken: string;
  /** Who has it may list and stop any kernel. */
  readonly operatorToken: string;
  /** The guard's own service in the hub: it sees whose servers run. */
  readonly hubToken: string;
}

/** Reads and checks the settings; the error names file and field. */
export async function readSettings(file: string): Promise<Settings> {
  const checked = settingsSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (checked.success) return checked.data;
  throw new Error(`${file}: ${z.prettifyError(checked.error)}`);
}

/** Reads the secrets from the files of a mounted Secret. */
export async function readSecrets(directory: string): Promise<Secrets> {
  const secret = async (name: string) => {
    const value = (await readFile(join(directory, name), 'utf8')).trim();
    if (value === '') throw new Error(`${join(directory, name)} is empty`);
    return value;
  };
  return {
    gatewayToken: await secret('gateway-token'),
    operatorToken: await secret('operator-token'),
    hubToken: await secret('hub-token'),
  };
}
