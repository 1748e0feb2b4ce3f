/** Every code an error of this product can carry. A code is stable: scripts may switch on it. */
export const ERROR_CODES = [
  'CONFIG_INVALID',
  'KUBE_UNREACHABLE',
  'KUBE_UNAUTHORIZED',
  'KUBE_FORBIDDEN',
  'KUBE_NOT_FOUND',
  'KUBE_CONFLICT',
  'KUBE_INVALID',
  'KUBE_BUSY',
  'KUBE_FAILED',
  'HELM_NOT_FOUND',
  'HELM_UNSUPPORTED',
  'HELM_CHART_NOT_FOUND',
  'HELM_VALUES_INVALID',
  'HELM_RELEASE_STUCK',
  'HELM_FAILED',
  'STORAGE_UNREACHABLE',
  'STORAGE_NOT_WRITABLE',
  'KERNELSPEC_INVALID',
  'PLAN_BLOCKED',
  'PLAN_MOVED',
  'PLATFORM_BUSY',
  'COMPONENT_NOT_READY',
  'TIMED_OUT',
  'HUB_UNREACHABLE',
  'HUB_REFUSED',
  'GATEWAY_UNREACHABLE',
  'GATEWAY_REFUSED',
  'SERVER_NOT_STARTED',
  'KERNEL_NOT_STARTED',
  'KERNEL_FAILED',
  'PERSON_UNKNOWN',
  'PROOF_FAILED',
  'USAGE',
] as const;

export type NaasErrorCode = (typeof ERROR_CODES)[number];

/** The thing an error is about, in Kubernetes' words. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface NaasErrorOptions {
  /** What the reader can do next, one sentence or command. */
  readonly hint?: string;
  /** Whether trying the same call again may succeed. @default false */
  readonly retryable?: boolean;
  readonly subject?: Subject;
  readonly cause?: unknown;
}

const brand = Symbol.for('naas.NaasError');

/** The one error class of the product: what failed, why, and what to do next. */
export class NaasError extends Error {
  override readonly name: string = 'NaasError';
  readonly [brand] = true;
  readonly code: NaasErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly subject: Subject | undefined;

  constructor(code: NaasErrorCode, message: string, options: NaasErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.subject = options.subject;
  }

  /** Tells an error of ours from a stranger, also across copies of this package. */
  static is(error: unknown): error is NaasError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}

/** Turns an error into what a person reads: the sentence and, on a line of its own, what to do next. */
export function describeError(error: unknown): string {
  if (NaasError.is(error)) return error.hint ? `${error.message}\n${error.hint}` : error.message;
  return error instanceof Error ? error.message : String(error);
}
