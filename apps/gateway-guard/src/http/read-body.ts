import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Reads a body of at most so many bytes. @throws Refusal 413 as soon as there is more */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, `The body of the request is larger than ${limit / 1024} KiB.`);
}
