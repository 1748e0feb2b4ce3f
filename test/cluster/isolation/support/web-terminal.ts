import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';

/** A terminal of JupyterLab, as its page in the browser has it: keys go in, what the screen shows comes out. */
export interface WebTerminal extends AsyncDisposable {
  /** Types a line and gives what is shown from then on, until it shows an end. */
  type(line: string, end: RegExp): Promise<string>;
}

export interface WebTerminalOptions {
  /** The person's server, as `http://127.0.0.1:8000/user/bob`. */
  readonly url: string;
  readonly token: string;
}

/** Opens a terminal, https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html, and connects to it. */
export async function openTerminal({ url, token }: WebTerminalOptions): Promise<WebTerminal> {
  const headers = { authorization: `token ${token}` };
  const made = await fetch(`${url}/api/terminals`, { method: 'POST', headers });
  if (made.status !== 200) throw new Error(`no terminal: ${made.status} ${await made.text()}`);
  const { name } = (await made.json()) as { name: string };
  const socket = await connect(`${url}/terminals/websocket/${name}`, headers);
  let shown = '';
  let wake: () => void = () => undefined;
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const { texts, left } = framesIn(Buffer.concat([rest, chunk]));
    rest = left;
    for (const text of texts) {
      const [kind, content] = JSON.parse(text) as [string, string?];
      if (kind === 'stdout') shown += content ?? '';
    }
    wake();
  });
  return {
    type: async (line, end) => {
      shown = '';
      socket.write(textFrame(JSON.stringify(['stdin', `${line}\r`])));
      while (!end.test(shown)) await new Promise<void>((resolve) => (wake = resolve));
      return shown;
    },
    [Symbol.asyncDispose]: async () => {
      socket.destroy();
      await fetch(`${url}/api/terminals/${name}`, { method: 'DELETE', headers });
    },
  };
}

function connect(url: string, headers: Readonly<Record<string, string>>): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString('base64');
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const outgoing = request(url, { headers: { ...headers, ...upgrade, 'sec-websocket-key': key } });
    outgoing.on('error', reject);
    outgoing.on('response', ({ statusCode }) => reject(new Error(`no websocket to the terminal: ${statusCode}`)));
    outgoing.on('upgrade', (_response, socket: Duplex, head: Buffer) => {
      socket.unshift(head);
      resolve(socket);
    });
    outgoing.end();
  });
}

/** One text for the server, whose size fits into two bytes. */
function textFrame(text: string): Buffer {
  const data = Buffer.from(text);
  const mask = randomBytes(4);
  const size = Buffer.from([0x81, 0xfe, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([size, mask, data.map((byte, at) => byte ^ mask[at % 4]!)]);
}

/** The texts of all frames that have arrived whole. */
function framesIn(bytes: Buffer): { texts: string[]; left: Buffer } {
  const texts: string[] = [];
  let left = bytes;
  for (;;) {
    const short = (left[1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (left.length < head) return { texts, left };
    const size = short < 126 ? short : short === 126 ? left.readUInt16BE(2) : Number(left.readBigUInt64BE(2));
    if (left.length < head + size) return { texts, left };
    if (((left[0] ?? 0) & 0x0f) === 1) texts.push(left.subarray(head, head + size).toString());
    left = left.subarray(head + size);
  }
}
