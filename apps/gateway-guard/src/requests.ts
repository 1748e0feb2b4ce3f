import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, json, refused, send } from './http/answer.ts';
import { type Route, routeOf } from './http/route.ts';
import type { Caller, CallerOf } from './identity/callers.ts';
import { answerRoute, type RouteDependencies } from './kernels/answer-route.ts';
import type { Metrics } from './operations/metrics.ts';
import { Refusal } from './refusal.ts';

export interface RequestsOptions extends RouteDependencies {
  readonly callerOf: CallerOf;
  readonly metrics: Metrics;
  /** Connections end with what is under way on them, so that clients go to another replica. */
  readonly isDraining: () => boolean;
}

/** Makes the handler of all requests that are no WebSocket. It never throws, and answers each one. */
export function requestHandler(options: RequestsOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const begun = performance.now();
    const about: { route?: Route; caller?: Caller } = {};
    const answering = async (): Promise<Answer> => {
      // Who has no token learns nothing of what is here.
      about.caller = await options.callerOf(request);
      about.route = routeOf(request.method ?? '', request.url ?? '');
      return await answerRoute(options, {
        route: about.route,
        caller: about.caller,
        request,
        isGone: () => response.destroyed,
      });
    };
    void answering()
      .catch((error: unknown) => refusedAnswer(options, { error, request, ...about }))
      .then((answer) => {
        // A body that nobody reads must not hold the connection.
        if (!request.complete || options.isDraining()) response.setHeader('connection', 'close');
        if (!response.destroyed) send(response, answer);
        options.metrics.request(about.route?.kind ?? 'none', answer.status, (performance.now() - begun) / 1000);
      });
  };
}

interface Refused {
  readonly error: unknown;
  readonly request: IncomingMessage;
  readonly route?: Route;
  readonly caller?: Caller;
}

function refusedAnswer({ log, metrics }: RequestsOptions, { error, request, route, caller }: Refused): Answer {
  const about = {
    method: request.method,
    route: route?.kind,
    ...(route && 'id' in route && { kernel: route.id }),
    ...(caller?.kind === 'person' && { person: caller.person.name }),
  };
  if (error instanceof Refusal) {
    log('info', 'refused', { ...about, status: error.status, reason: error.options.detail ?? error.message });
    metrics.refusal(error.status);
    return refused(error);
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log('error', 'failed', { ...about, status: 500, reason });
  return json(500, { reason: 'Internal Server Error', message: 'The guard failed. Its log says why.' });
}
