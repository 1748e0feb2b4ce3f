import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API server that answers with what a test gives it, in order. */
export interface StandInApiServer extends AsyncDisposable {
  readonly url: string;
  /** Method, path with query, and body of each request. */
  readonly asked: string[];
  /** The watches that are open. */
  readonly watches: ServerResponse[];
}

export interface ApiServerOptions {
  /** The pages of a list. */
  readonly pages?: readonly object[];
  /** The status of a DELETE. */
  readonly deleted?: number;
}

export async function standInApiServer({ pages = [], deleted = 200 }: ApiServerOptions): Promise<StandInApiServer> {
  const asked: string[] = [];
  const watches: ServerResponse[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const url = new URL(request.url ?? '', 'http://x');
      asked.push(`${request.method} ${request.url} ${body}`.trim());
      if (request.headers.authorization !== 'Bearer account-token') return response.writeHead(401).end('{}');
      if (request.method === 'DELETE') return response.writeHead(deleted).end('{}');
      if (!url.searchParams.has('watch')) {
        return response.end(JSON.stringify(pages[Number(url.searchParams.get('continue') ?? 0)]));
      }
      response.writeHead(200);
      response.flushHeaders();
      return watches.push(response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    watches,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
