import { noSuchPath, Refusal } from '../refusal.ts';

/** What a request is about; a path that is not one of these leads nowhere. */
export type Route =
  | { readonly kind: 'version' }
  | { readonly kind: 'kernelspecs' }
  | { readonly kind: 'kernelspec'; readonly name: string }
  | { readonly kind: 'kernelspec-file'; readonly name: string; readonly file: string }
  | { readonly kind: 'kernels' }
  | { readonly kind: 'start-kernel' }
  | { readonly kind: 'kernel' | 'stop-kernel' | 'interrupt-kernel' | 'restart-kernel'; readonly id: string }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'make-session' }
  | { readonly kind: 'session' | 'stop-session'; readonly id: string };

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,99}';
/** What a browser needs of a kernelspec. The other files, kernel.json among them, are nobody's business. */
const FILE = 'logo-[a-z0-9]+\\.(?:png|svg)|kernel\\.(?:js|css)';

type Groups = Readonly<Record<string, string>>;

/** Paths are matched as they are sent: no decoding, no dots to resolve, no doubled slashes. */
const ROUTES: readonly (readonly [method: string, path: RegExp, route: (groups: Groups) => Route])[] = [
  route('GET', '/api/?', () => ({ kind: 'version' })),
  route('GET', '/api/kernelspecs', () => ({ kind: 'kernelspecs' })),
  route('GET', `/api/kernelspecs/(?<name>${NAME})`, ({ name = '' }) => ({ kind: 'kernelspec', name })),
  route('GET', `/kernelspecs/(?<name>${NAME})/(?<file>${FILE})`, ({ name = '', file = '' }) => ({
    kind: 'kernelspec-file',
    name,
    file,
  })),
  route('GET', '/api/kernels', () => ({ kind: 'kernels' })),
  route('POST', '/api/kernels', () => ({ kind: 'start-kernel' })),
  route('GET', `/api/kernels/(?<id>${ID})`, ({ id = '' }) => ({ kind: 'kernel', id })),
  route('DELETE', `/api/kernels/(?<id>${ID})`, ({ id = '' }) => ({ kind: 'stop-kernel', id })),
  route('POST', `/api/kernels/(?<id>${ID})/interrupt`, ({ id = '' }) => ({ kind: 'interrupt-kernel', id })),
  route('POST', `/api/kernels/(?<id>${ID})/restart`, ({ id = '' }) => ({ kind: 'restart-kernel', id })),
  route('GET', '/api/sessions', () => ({ kind: 'sessions' })),
  route('POST', '/api/sessions', () => ({ kind: 'make-session' })),
  route('PATCH', `/api/sessions/${ID}`, () => ({ kind: 'make-session' })),
  route('GET', `/api/sessions/(?<id>${ID})`, ({ id = '' }) => ({ kind: 'session', id })),
  route('DELETE', `/api/sessions/(?<id>${ID})`, ({ id = '' }) => ({ kind: 'stop-session', id })),
];

function route(method: string, path: string, make: (groups: Groups) => Route): (typeof ROUTES)[number] {
  return [method, new RegExp(`^${path}$`), make];
}

/** Reads which route a request takes, from its method and its target as sent. @throws Refusal 400, 404 or 405 */
export function routeOf(method: string, target: string): Route {
  const path = pathOf(target);
  const fitting = ROUTES.filter(([, pattern]) => pattern.test(path));
  if (fitting.length === 0) throw noSuchPath();
  for (const [wanted, pattern, make] of fitting) {
    if (wanted === method) return make(pattern.exec(path)?.groups ?? {});
  }
  throw new Refusal(405, `${method} is not possible here.`);
}

const CHANNELS = new RegExp(`^/api/kernels/(?<id>${ID})/channels$`);
const SESSION_ID = /^[A-Za-z0-9._-]{1,128}$/;

export interface ChannelsRoute {
  readonly id: string;
  /** By which the gateway gives a notebook that comes back what it missed. */
  readonly sessionId: string | undefined;
}

/** Reads which kernel a WebSocket wants. @throws Refusal 400 or 404 */
export function channelsRouteOf(target: string): ChannelsRoute {
  const id = CHANNELS.exec(pathOf(target))?.groups?.['id'];
  if (id === undefined) throw noSuchPath('no WebSocket of the gateway');
  const sessionId = new URLSearchParams(target.slice(target.indexOf('?') + 1)).get('session_id') ?? undefined;
  if (sessionId !== undefined && !SESSION_ID.test(sessionId)) {
    throw new Refusal(400, 'The session_id is not one.');
  }
  return { id, sessionId };
}

function pathOf(target: string): string {
  if (!target.startsWith('/')) throw new Refusal(400, 'The target of the request must be a path.');
  const end = target.indexOf('?');
  return end < 0 ? target : target.slice(0, end);
}
