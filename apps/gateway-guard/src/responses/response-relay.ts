import { connect, createServer, type Server, type Socket } from 'node:net';
import { limitConnections } from '../limit-connections.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../operations/metrics.ts';
import { Rates } from './rates.ts';

export interface ResponseRelayOptions {
  readonly gateway: { readonly host: string; readonly port: number };
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a kernel may take to say what it has to say, and the gateway to take it. @default 5 s */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 5_000;
/** A kernel's ports and keys, encrypted for the gateway: about 1 KiB. */
const MOST_BYTES = 8 * 1024;
const LEAST_BYTES = 64;
const MOST_OF_ONE_ADDRESS = 2;
const MOST_OF_ALL = 256;
/** A kernel reports once. Its address may have been another's shortly before. */
const RATE = { most: 3, withinMs: 10_000 } as const;

/**
 * Takes what kernels that start report, and passes each report on whole. The gateway takes one connection at a time there,
 * waits for its end however long that is and keeps all that comes (`_process_connections`,
 * https://github.com/jupyter-server/enterprise_gateway, services/processproxies/processproxy.py), so code in one kernel
 * could keep all others from starting.
 */
export function responseRelay(options: ResponseRelayOptions): Server {
  const rates = new Rates(RATE);
  const server = createServer((socket) => {
    void relay(socket, options, rates);
  });
  server.maxConnections = MOST_OF_ALL;
  limitConnections(server, MOST_OF_ONE_ADDRESS);
  return server;
}

async function relay(socket: Socket, options: ResponseRelayOptions, rates: Rates): Promise<void> {
  const { gateway, log, metrics, deadlineMs = DEADLINE_MS } = options;
  const from = socket.remoteAddress ?? '';
  const refuse = (reason: string) => {
    metrics.response('refused');
    log('info', 'response-refused', { reason: `${from}: ${reason}` });
  };
  const report = await reportFrom(socket, deadlineMs);
  if (typeof report === 'string') return refuse(report);
  if (!rates.allow(from)) return refuse('too many reports from there');
  const lost = await passOn(report, { ...gateway, deadlineMs });
  metrics.response(lost === undefined ? 'passed-on' : 'lost');
  if (lost !== undefined) log('warning', 'response-lost', { reason: `${from}: ${lost}` });
}

/** Gives the whole report, or says why it is none. */
function reportFrom(socket: Socket, deadlineMs: number): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | string) => {
      clearTimeout(late);
      socket.destroy();
      resolve(result);
    };
    const late = setTimeout(() => end(`no end within ${deadlineMs / 1000} s`), deadlineMs);
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MOST_BYTES) end(`more than ${MOST_BYTES} bytes`);
    });
    socket.on('end', () => end(checked(Buffer.concat(chunks))));
    socket.on('error', (error) => end(error.message));
    socket.on('close', () => end('it went away'));
  });
}

function checked(report: Buffer): Buffer | string {
  if (report.length < LEAST_BYTES) return 'too short for a report';
  return /^[A-Za-z0-9+/]+={0,2}$/.test(report.toString('latin1')) ? report : 'it is not base64';
}

interface Destination {
  readonly host: string;
  readonly port: number;
  readonly deadlineMs: number;
}

/** Sends it in one go, and says what went wrong. */
function passOn(report: Buffer, { host, port, deadlineMs }: Destination): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (lost?: string) => {
      clearTimeout(late);
      socket.destroy();
      resolve(lost);
    };
    const late = setTimeout(() => end(`the gateway did not take it within ${deadlineMs / 1000} s`), deadlineMs);
    socket.on('error', (error) => end(error.message));
    socket.on('close', () => end());
    socket.end(report);
    socket.resume();
  });
}
