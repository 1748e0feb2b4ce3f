import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Person } from '../identity/hub-user.ts';
import { Refusal } from '../refusal.ts';
import type { Settings } from '../settings.ts';
import { type Gateway, type GatewayAnswer, reasonIn } from './gateway.ts';
import { kernelEnvironment, startSchema, type StartRequest } from './kernel-environment.ts';
import type { KernelOwners } from './kernel-owners.ts';
import { kernelspecIn, kernelspecsFor } from './kernelspecs.ts';

export interface StartDependencies {
  readonly gateway: Gateway;
  readonly owners: KernelOwners;
  readonly settings: Settings['kernels'];
}

/** The gateway first waits for the kernel, then cleans up after one that did not come. */
const CLEAN_UP_MS = 20_000;

const startedSchema = z.looseObject({ id: z.uuid() });

export type StartedKernel = z.output<typeof startedSchema>;

/** Reads what kernel a body asks for. @throws Refusal 400, naming the place that is wrong */
export function startRequestIn(body: string): StartRequest {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    throw new Refusal(400, 'The body of the request is not JSON.');
  }
  const checked = startSchema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new Refusal(400, `The body of the request is wrong at ${place(issue?.path)}: ${issue?.message ?? ''}.`);
}

function place(path: readonly PropertyKey[] = []): string {
  // A name from the body is cut: it may be of any length.
  return path.length === 0 ? 'its top' : path.map(String).join('.').slice(0, 80);
}

/**
 * Starts a kernel for a person. Its id is chosen here, so that whose it is is known before it exists.
 *
 * @throws Refusal in words that the person reads in the notebook
 */
export async function startKernel(
  { gateway, owners, settings }: StartDependencies,
  person: Person,
  asked: StartRequest,
): Promise<StartedKernel> {
  const listing = await kernelspecsFor(gateway, person.name);
  const { name } = kernelspecIn(listing, asked.name ?? listing.default ?? '');
  const id = randomUUID();
  const env = kernelEnvironment({ id, person, asked: asked.env }, settings);
  owners.claim(id, person);
  const timeoutMs = Number(env['KERNEL_LAUNCH_TIMEOUT']) * 1000 + CLEAN_UP_MS;
  try {
    const answer = await gateway.ask({ method: 'POST', path: '/api/kernels', body: { name, env }, timeoutMs });
    if (answer.status !== 201) throw notStarted(answer, { settings, waiting: owners.waitingFor(id) });
    const { data } = startedSchema.safeParse(JSON.parse(answer.body.toString()));
    if (data?.id !== id) throw new Refusal(502, 'The gateway started another kernel than it was asked for.');
    return data;
  } catch (error) {
    owners.release(id);
    throw error;
  }
}

interface Circumstances {
  readonly settings: Settings['kernels'];
  /** What kept the pod from running, as far as it was seen. */
  readonly waiting: string | undefined;
}

function notStarted({ status, body }: GatewayAnswer, { settings, waiting }: Circumstances): Refusal {
  const detail = reasonIn(body);
  if (status === 403 && /limit/i.test(detail)) {
    const most = settings.maxPerUser === 1 ? '1 kernel' : `${settings.maxPerUser} kernels`;
    return new Refusal(403, `You have ${most} already, which is the most a person may have. ${SHUT_ONE_DOWN}`, {
      detail,
    });
  }
  if (status === 403) return new Refusal(403, 'You may not start this kernel.', { detail });
  const because = waiting === undefined ? '' : `: ${waiting}`;
  if (/timeout|waited too long/i.test(detail)) {
    return new Refusal(504, `The kernel did not start in time${because}. ${OPERATOR_SEES_WHY}`, { detail });
  }
  return new Refusal(502, `The kernel could not be started${because}. ${OPERATOR_SEES_WHY}`, { detail });
}

const SHUT_ONE_DOWN = 'Shut one down: Running Terminals and Kernels, in the bar at the left.';
const OPERATOR_SEES_WHY = 'Who operates this service sees why with: naas status';
