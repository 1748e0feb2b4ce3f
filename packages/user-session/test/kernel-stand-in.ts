import { randomUUID } from 'node:crypto';
import type { TestSocket } from './web-socket.ts';

/** What a kernel does with code: messages on iopub as `[type, content]`, before it answers. */
export type Behaviour = (code: string) => readonly (readonly [string, object])[] | 'silence' | 'death' | 'break';

/** A 1 by 1 PNG. */
export const TINY_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Speaks the kernel messaging protocol on a websocket, JSON framing. */
export function behaveAsKernel(socket: TestSocket, behaviour: Behaviour): void {
  socket.onText((text) => {
    const request = JSON.parse(text) as { header: { msg_id: string; msg_type: string }; content: { code?: string } };
    const send = (channel: string, type: string, content: object) =>
      socket.send(
        JSON.stringify({
          channel,
          header: { msg_id: randomUUID(), msg_type: type, session: 'k', username: '', date: '', version: '5.3' },
          parent_header: request.header,
          metadata: {},
          content,
        }),
      );
    if (request.header.msg_type === 'kernel_info_request') {
      send('iopub', 'status', { execution_state: 'busy' });
      send('shell', 'kernel_info_reply', { status: 'ok' });
      send('iopub', 'status', { execution_state: 'idle' });
      return;
    }
    const output = behaviour(request.content.code ?? '');
    if (output === 'silence') return;
    if (output === 'break') return socket.drop();
    if (output === 'death') return send('iopub', 'status', { execution_state: 'restarting' });
    const failed = output.some(([type]) => type === 'error');
    send('shell', 'execute_reply', { status: failed ? 'error' : 'ok' });
    for (const [type, content] of output) send('iopub', type, content);
    send('iopub', 'status', { execution_state: 'idle' });
  });
}
