import { z } from 'zod';
import { NaasError } from '../errors.ts';
import type { NaasErrorCode, NaasErrorOptions, Subject } from '../errors.ts';

/** A field that another manager owns, from a refused server-side apply. */
export interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

interface KubeErrorOptions extends NaasErrorOptions {
  readonly status: number;
  readonly reason: string;
  readonly conflicts?: readonly FieldConflict[];
  readonly retryAfterMs?: number | undefined;
}

/** An answer of the API server that is not the one asked for. */
export class KubeError extends NaasError {
  override readonly name = 'KubeError';
  /** The HTTP status. */
  readonly status: number;
  /** The machine's word for it, such as `AlreadyExists` or `Expired`. */
  readonly reason: string;
  readonly conflicts: readonly FieldConflict[];
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: NaasErrorCode, message: string, options: KubeErrorOptions) {
    super(code, message, options);
    this.status = options.status;
    this.reason = options.reason;
    this.conflicts = options.conflicts ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** An answer and the request it belongs to, in a person's words: `apply ConfigMap lab/settings`. */
export interface Refusal {
  readonly action: string;
  readonly subject?: Subject | undefined;
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

const Status = z.object({
  message: z.string().default(''),
  reason: z.string().default(''),
  details: z
    .object({
      causes: z
        .array(
          z.object({ reason: z.string().default(''), message: z.string().default(''), field: z.string().default('') }),
        )
        .default([]),
      retryAfterSeconds: z.number().optional(),
    })
    .prefault({}),
});

const CODES: Record<number, NaasErrorCode> = {
  400: 'KUBE_INVALID',
  401: 'KUBE_UNAUTHORIZED',
  403: 'KUBE_FORBIDDEN',
  404: 'KUBE_NOT_FOUND',
  409: 'KUBE_CONFLICT',
  413: 'KUBE_INVALID',
  415: 'KUBE_INVALID',
  422: 'KUBE_INVALID',
  429: 'KUBE_BUSY',
};
const RETRYABLE = new Set([429, 500, 502, 503, 504]);

/** Server-side apply answers an unknown field with 500; it is the request that is wrong, and stays so. */
const WRONG_REQUEST = /failed to create typed patch object|field not declared in schema/;

/** Turns an answer of the API server into an error; what it says is kept, headers are not. */
export function kubeErrorFrom(refusal: Refusal): KubeError {
  const status = parseStatus(refusal.body);
  const said = status?.message || shorten(refusal.body) || `HTTP ${refusal.status}`;
  const conflicts = (status?.details.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message, field }) => ({ manager: /"([^"]+)"/.exec(message)?.[1] ?? message, field }));
  const retryAfterMs = retryAfterOf(refusal.retryAfter, status?.details.retryAfterSeconds);
  const hint = hintFor(refusal.status, said, conflicts);
  const wrong = WRONG_REQUEST.test(said);
  return new KubeError(
    wrong ? 'KUBE_INVALID' : (CODES[refusal.status] ?? 'KUBE_FAILED'),
    `The API server refused to ${refusal.action}: ${said}`,
    {
      status: refusal.status,
      reason: status?.reason ?? '',
      conflicts,
      retryAfterMs,
      retryable: !wrong && RETRYABLE.has(refusal.status),
      ...(hint === undefined ? {} : { hint }),
      ...(refusal.subject ? { subject: refusal.subject } : {}),
    },
  );
}

/** Reads a `Status`, as an error's body or as the object of a watch's ERROR event. */
function parseStatus(body: string): z.infer<typeof Status> | undefined {
  try {
    return Status.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function retryAfterOf(header: string | undefined, seconds: number | undefined): number | undefined {
  const asked = header === undefined || !/^\d+$/.test(header) ? seconds : Number(header);
  return asked === undefined ? undefined : asked * 1000;
}

function shorten(body: string): string {
  const line = body.trim().replaceAll(/\s+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function hintFor(status: number, said: string, conflicts: readonly FieldConflict[]): string | undefined {
  if (conflicts.length > 0) {
    const owners = conflicts.map(({ manager, field }) => `${field} belongs to ${manager}`);
    return `Leave these fields out or take them over: ${owners.join(', ')}.`;
  }
  if (status === 401)
    return 'The credentials in the kubeconfig are missing, wrong or expired: sign in to the cluster again.';
  if (status !== 403) return undefined;
  if (said.includes('exceeded quota')) return 'Raise the ResourceQuota of the namespace or remove something from it.';
  if (said.includes('violates PodSecurity')) return "The namespace's Pod Security level does not allow this pod.";
  return missingRight(said);
}

function missingRight(said: string): string | undefined {
  const match =
    /User "([^"]+)" cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/.exec(said);
  if (!match) return undefined;
  const [, user, verb, resource, group, namespace] = match;
  const where = namespace === undefined ? 'cluster-wide' : `in the namespace ${namespace}`;
  return `Give ${user} the verb "${verb}" on ${group ? `${resource}.${group}` : resource} ${where}.`;
}
