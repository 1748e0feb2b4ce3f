import { NaasError } from '../errors.ts';
import { KubeError } from './kube-error.ts';

/** What a person can make of a failure below HTTP, by its code; those not listed are broken connections that pass. */
const CAUSES: Record<string, { says: string; hint?: string; lasting?: true }> = {
  ECONNREFUSED: {
    says: 'nothing listens there',
    hint: 'Is the cluster running, and is its address in the kubeconfig right?',
  },
  ENOTFOUND: { says: 'its name is not known', hint: 'Check the server address in the kubeconfig.', lasting: true },
  EAI_AGAIN: { says: 'its name could not be looked up' },
  EHOSTUNREACH: { says: 'no route leads there' },
  ENETUNREACH: { says: 'no route leads there' },
  UND_ERR_CONNECT_TIMEOUT: { says: 'it does not answer', hint: 'Is a VPN or a firewall in the way?' },
  UND_ERR_HEADERS_TIMEOUT: { says: 'it took the request and stays silent' },
  UND_ERR_BODY_TIMEOUT: { says: 'its answer stopped half-way' },
  ECONNRESET: { says: 'it broke the connection' },
  UND_ERR_SOCKET: { says: 'it broke the connection' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { says: 'its certificate is not from the authority in the kubeconfig', lasting: true },
  SELF_SIGNED_CERT_IN_CHAIN: { says: 'its certificate is not from the authority in the kubeconfig', lasting: true },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    says: 'its certificate is not from the authority in the kubeconfig',
    lasting: true,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    says: 'its certificate is not from the authority in the kubeconfig',
    lasting: true,
  },
  CERT_HAS_EXPIRED: { says: 'its certificate has expired', lasting: true },
  ERR_TLS_CERT_ALTNAME_INVALID: { says: 'its certificate is for another name', lasting: true },
  ERR_SSL_WRONG_VERSION_NUMBER: { says: 'it does not speak TLS', lasting: true },
};

/** Turns a failure below HTTP into an error that says what is wrong with the way to the server. */
export function networkErrorFrom(error: unknown, server: string): NaasError {
  // A kubeconfig's auth fails with sentences of our own; they say more than "unreachable".
  if (NaasError.is(error)) return error;
  const reason = codeOf(error);
  const known = CAUSES[reason];
  const says = known?.says ?? (error instanceof Error ? error.message : String(error));
  return new KubeError('KUBE_UNREACHABLE', `The API server at ${server} cannot be reached: ${says}.`, {
    status: 0,
    reason,
    retryable: known?.lasting !== true,
    cause: error,
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Happy eyeballs reports one error for each address it tried.
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : '';
}
