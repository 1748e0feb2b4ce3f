import { randomUUID } from 'node:crypto';
import type * as KernelMessage from '@jupyterlab/services/lib/kernel/messages.js';
import { NaasError } from '@naas/sdk';
import { kernelPath } from '../gateway/index.ts';
import type { PersonServer } from './person-server.ts';

/**
 * One websocket to one kernel: messages in, messages out. `KernelConnection` of `@jupyterlab/services` is made for a
 * page that stays open: it reconnects for minutes, prints to the console and puts the token into the address. Here a
 * connection that breaks is an answer.
 */
export interface KernelChannel extends AsyncDisposable {
  /** Sends a request on the shell channel; what answers it comes from {@link messages} with this id as its parent. */
  request(type: 'kernel_info_request' | 'execute_request', content: object): string;
  /** Every message the kernel sends; throws when the connection breaks or the signal aborts. */
  messages(signal: AbortSignal): AsyncGenerator<KernelMessage.IMessage>;
  close(): void;
}

type HeaderWebSocket = new (
  url: string,
  protocols: string[],
  options: { headers: Record<string, string> },
) => WebSocket;

/** In Node this is the class of the package `ws`, which can send headers; or its module, where `require` may find that. */
function headerWebSocket(found: object): HeaderWebSocket {
  return ('default' in found ? found.default : found) as HeaderWebSocket;
}

/** Opens the websocket of a kernel. @throws NaasError `KERNEL_FAILED` when the server does not let it open. */
export async function openChannel(server: PersonServer, kernelId: string, signal: AbortSignal): Promise<KernelChannel> {
  // Loaded when a kernel is spoken to: a listing must not pay for it.
  const [{ createMessage }, { deserialize, serialize }, { ServerConnection }] = await Promise.all([
    import('@jupyterlab/services/lib/kernel/messages.js'),
    import('@jupyterlab/services/lib/kernel/serialize.js'),
    import('@jupyterlab/services/lib/serverconnection.js'),
  ]);
  const session = randomUUID();
  const url = new URL(`${kernelPath(kernelId)}/channels?session_id=${session}`, server.api.url);
  url.protocol = url.protocol.replace('http', 'ws');
  const WebSocketClass = headerWebSocket(ServerConnection.makeSettings().WebSocket);
  const socket = new WebSocketClass(url.href, [], { headers: { authorization: server.api.authorization() } });
  socket.binaryType = 'arraybuffer';

  const inbox: KernelMessage.IMessage[] = [];
  let broken: NaasError | undefined;
  let wake = (): void => {};
  const breakOff = (reason: string, cause?: unknown) => {
    broken ??= new NaasError('KERNEL_FAILED', `The connection to kernel ${kernelId} broke: ${reason}.`, {
      retryable: true,
      cause,
    });
    wake();
  };
  socket.addEventListener('message', (event) => {
    try {
      inbox.push(deserialize(event.data as ArrayBuffer));
    } catch (error) {
      breakOff('a message could not be read', error);
    }
    wake();
  });
  socket.addEventListener('error', (event) => breakOff((event as { message?: string }).message ?? 'no reason given'));
  socket.addEventListener('close', (event) => breakOff(`closed with code ${event.code}`));

  const channel: KernelChannel = {
    request(msgType, content) {
      const message = createMessage({ channel: 'shell', msgType, session, content } as never) as KernelMessage.IMessage;
      socket.send(serialize(message));
      return message.header.msg_id;
    },
    async *messages(signal) {
      const onAbort = (): void => wake();
      signal.addEventListener('abort', onAbort);
      try {
        for (;;) {
          signal.throwIfAborted();
          const message = inbox.shift();
          if (message !== undefined) yield message;
          else if (broken !== undefined) throw broken;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    close() {
      server.channels.delete(channel);
      socket.close();
    },
    [Symbol.asyncDispose]: async () => channel.close(),
  };
  server.channels.add(channel);
  try {
    await opened(socket, signal, () => broken);
  } catch (error) {
    channel.close();
    throw error;
  }
  return channel;
}

function opened(socket: WebSocket, signal: AbortSignal, broken: () => NaasError | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      const failure = broken();
      if (socket.readyState === 1) resolve();
      else if (failure !== undefined) reject(failure);
      else if (signal.aborted) reject(signal.reason as Error);
    };
    for (const event of ['open', 'error', 'close']) socket.addEventListener(event, settle, { once: true });
    signal.addEventListener('abort', settle, { once: true });
    settle();
  });
}
