import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics.ts';

export interface Operations {
  readonly metrics: Metrics;
  /** Why the guard should get no requests now; undefined when it may. */
  readonly notReady: () => string | undefined;
}

/** Serves `/healthz`, `/readyz` and `/metrics`, apart from what servers reach. */
export function operationsServer({ metrics, notReady }: Operations): Server {
  return createServer((request, response) => {
    const answer = (status: number, text: string, type = 'text/plain; charset=utf-8') => {
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    switch (request.url) {
      case '/healthz':
        return answer(200, 'alive\n');
      case '/readyz': {
        const reason = notReady();
        return reason === undefined ? answer(200, 'ready\n') : answer(503, `${reason}\n`);
      }
      case '/metrics':
        return void metrics.registry.metrics().then(
          (text) => answer(200, text, metrics.registry.contentType),
          () => answer(503, 'the metrics cannot be read\n'),
        );
      default:
        return answer(404, 'There are /healthz, /readyz and /metrics.\n');
    }
  });
}
