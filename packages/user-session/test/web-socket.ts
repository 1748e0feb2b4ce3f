import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The server's end of a websocket, just enough for text: https://www.rfc-editor.org/rfc/rfc6455. */
export interface TestSocket {
  send(text: string): void;
  onText(listener: (text: string) => void): void;
  drop(): void;
}

/** Answers the upgrade of a request. */
export function acceptWebSocket(request: IncomingMessage, stream: Duplex): TestSocket {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let listener: (text: string) => void = () => undefined;
  let pending = Buffer.alloc(0);
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = readFrame(pending); frame !== undefined; frame = readFrame(pending)) {
      pending = pending.subarray(frame.length);
      if (frame.opcode === 1) listener(frame.payload.toString());
      if (frame.opcode === 8) stream.end();
    }
  });
  return {
    send: (text) => stream.write(textFrame(Buffer.from(text))),
    onText: (next) => (listener = next),
    drop: () => stream.destroy(),
  };
}

function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 6) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const header = short === 126 ? 4 : 2;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const length = header + 4 + size;
  if (bytes.length < length) return undefined;
  const mask = bytes.subarray(header, header + 4);
  const payload = Buffer.from(
    bytes.subarray(header + 4, length).map((byte, index) => byte ^ mask.readUInt8(index % 4)),
  );
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, length };
}

function textFrame(payload: Buffer): Buffer {
  const header =
    payload.length < 126
      ? Buffer.from([0x81, payload.length])
      : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([header, payload]);
}
