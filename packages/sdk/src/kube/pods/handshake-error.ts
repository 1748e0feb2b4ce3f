import type { Subject } from '../../errors.ts';
import type { Kube } from '../connection.ts';
import { KubeError } from '../kube-error.ts';
import { networkErrorFrom } from '../network-error.ts';
import { request } from '../transport.ts';
import type { Query } from '../transport.ts';

/**
 * Finds out why the API server refused a WebSocket.
 *
 * A failed handshake shows no more than its status; the same request without the upgrade is refused for the same reason,
 * in words, and can do nothing where it is not.
 */
export async function handshakeError(
  kube: Kube,
  error: unknown,
  call: { path: string; query: Query; action: string; subject: Subject; signal: AbortSignal },
): Promise<unknown> {
  const { cause, message } = unwrap(error);
  if (!/Unexpected server response/.test(message)) return networkErrorFrom(cause, kube.server);
  try {
    await request(kube, { ...call, method: 'GET' });
  } catch (refusal) {
    // 400 without an upgrade means that all but the upgrade was right.
    if (!(refusal instanceof KubeError) || !/upgrade/i.test(refusal.message)) return refusal;
  }
  const status = Number(/\d{3}/.exec(message)?.[0] ?? 0);
  const forbidden = status === 403;
  return new KubeError(
    forbidden ? 'KUBE_FORBIDDEN' : 'KUBE_FAILED',
    `The API server refused to ${call.action}: ${message}.`,
    {
      status,
      reason: 'Handshake',
      hint: forbidden
        ? // Since 1.35 the upgrade needs another right than the plain request does.
          `Give this account the verb "create" on pods/${call.path.split('/').at(-1)}.`
        : 'Is a proxy in the way that does not pass WebSockets on?',
      subject: call.subject,
      cause,
    },
  );
}

function unwrap(error: unknown): { cause: unknown; message: string } {
  const inner = typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
  return { cause: inner, message: inner instanceof Error ? inner.message : String(inner) };
}
