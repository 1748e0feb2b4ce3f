import type { TerminalAttempt } from '../support/attempt.ts';

/** A request for Alice's kernel that stands where a server may take it for a body, or the other way round. */
const HIDDEN = "hidden = request(f'GET /api/kernels/{ALICE} HTTP/1.1', 'Connection: close', token='')";

const behind = (...headers: readonly string[]) =>
  [
    HIDDEN,
    `headers = [${headers.join(', ')}]`,
    "outer = request('POST /api/kernels HTTP/1.1', *headers)",
    "return shows(raw(outer + '0\\r\\n\\r\\n' + hidden))",
  ].join('\n');

const withHeaders = (...headers: readonly string[]) =>
  `return shows(raw(request(f'GET /api/kernels/{ALICE} HTTP/1.1', ${headers.join(', ')}, 'Connection: close')))`;

/** Requests that two servers in a row may read differently. */
export const smuggling: readonly TerminalAttempt[] = [
  {
    name: 'a length and chunks at once',
    bob: behind("'Transfer-Encoding: chunked'", "f'Content-Length: {len(hidden) + 5}'"),
    onBare: false,
  },
  {
    name: 'a length that ends before the chunks do',
    bob: behind("'Content-Length: 5'", "'Transfer-Encoding: chunked'"),
    onBare: false,
  },
  {
    name: 'chunks under a name that not everybody knows',
    bob: behind(
      "f'Content-Length: {len(hidden) + 5}'",
      "'Transfer-Encoding: xchunked'",
      "'Transfer-Encoding : chunked'",
    ),
    onBare: false,
  },
  {
    name: 'chunks announced twice',
    bob: behind("'Transfer-Encoding: chunked'", "'Transfer-Encoding: identity'"),
    onBare: false,
  },
  {
    name: 'two lengths',
    bob: behind("'Content-Length: 5'", "f'Content-Length: {len(hidden) + 5}'"),
    onBare: false,
  },
  {
    name: 'a length with a sign',
    bob: behind("f'Content-Length: +{len(hidden) + 5}'"),
    onBare: false,
  },
  {
    name: 'a body where none belongs, with a request in it',
    bob: [
      HIDDEN,
      "outer = request('GET /api/kernelspecs HTTP/1.1', f'Content-Length: {len(hidden)}')",
      'return shows(raw(outer + hidden))',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'two requests on one connection, the second with nothing to show',
    bob: [HIDDEN, "return shows(raw(request('GET /api/kernelspecs HTTP/1.1') + hidden))"].join('\n'),
    onBare: true,
  },
  {
    name: 'two Authorization headers',
    bob: withHeaders("'Authorization: token undefined'", "'Authorization: Bearer x'"),
    onBare: true,
  },
  {
    name: 'headers that tell who is asking',
    bob: withHeaders(
      "'X-Forwarded-User: alice'",
      "'X-Remote-User: alice'",
      "'X-Forwarded-For: 127.0.0.1'",
      "'X-Real-IP: 127.0.0.1'",
      "'Forwarded: for=127.0.0.1;host=localhost'",
      "'X-JupyterHub-User: alice'",
    ),
    onBare: true,
  },
  {
    name: 'headers that tell another address',
    bob: withHeaders(
      "f'X-Original-URL: /api/kernels/{ALICE}'",
      "f'X-Rewrite-URL: /api/kernels/{ALICE}'",
      "f\"X-Forwarded-Host: {CTX['gateway']['host']}\"",
    ),
    onBare: true,
  },
  {
    name: 'his own token named as a header of the connection only, so that it is dropped on the way',
    bob: withHeaders("'Connection: authorization, keep-alive'"),
    onBare: true,
  },
  {
    name: 'a header folded over two lines',
    bob: [
      "folded = f'GET /api/kernels/{ALICE} HTTP/1.1\\r\\nHost: x\\r\\nAuthorization: token\\r\\n {TOKEN}\\r\\nConnection: close\\r\\n\\r\\n'",
      'return shows(raw(folded))',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'lines that end otherwise',
    bob: [
      'plain = request(f"GET /api/kernels/{ALICE} HTTP/1.1", "Connection: close")',
      "return any(shows(raw(plain.replace('\\r\\n', end))) for end in ('\\n', '\\r', '\\r\\r\\n'))",
    ].join('\n'),
    onBare: true,
  },
  {
    name: "the gateway's name as the host",
    bob: [
      "line = f'GET /api/kernels/{ALICE} HTTP/1.1'",
      "host = 'Host: ' + CTX['gateway']['host']",
      "return shows(raw('\\r\\n'.join([line, host, 'Authorization: token ' + TOKEN, 'Connection: close', '', ''])))",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'a header of two hundred kilobytes',
    bob: withHeaders("'X-Long: ' + 'x' * 200000"),
    onBare: false,
  },
  {
    name: 'ten thousand headers',
    bob: withHeaders("*[f'X-{n}: x' for n in range(10000)]"),
    onBare: false,
  },
  {
    name: 'another version of HTTP',
    bob: [
      "versions = [f'GET /api/kernels/{ALICE} HTTP/{version}' for version in ('1.0', '0.9', '2.0', '9.9')]",
      "return any(shows(raw(request(line, 'Connection: close'))) for line in versions)",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'an upgrade to a websocket that the gateway refuses, and then a request of his own',
    bob: [
      HIDDEN,
      "upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 777', 'Sec-WebSocket-Key: eA==']",
      "return shows(raw(request(f'GET /api/kernels/{MINE}/channels HTTP/1.1', *upgrade) + hidden))",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'the same, with the request sent after the refusal',
    bob: [
      HIDDEN,
      "upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 777', 'Sec-WebSocket-Key: eA==']",
      'with socket.create_connection(FRONT, timeout=2) as connection:',
      "    connection.sendall(request(f'GET /api/kernels/{MINE}/channels HTTP/1.1', *upgrade).encode())",
      '    try:',
      '        connection.recv(65536)',
      '        connection.sendall(hidden.encode())',
      "        return shows(b''.join(iter(lambda: connection.recv(65536), b'')).decode())",
      '    except OSError:',
      '        return False',
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'an upgrade to something that is no websocket',
    bob: [
      HIDDEN,
      "tries = [('h2c', 'HTTP2-Settings'), ('tcp', 'X'), ('TLS/1.0', 'X'), ('websocket', 'X')]",
      "upgrades = [request('GET /api/kernelspecs HTTP/1.1', f'Upgrade: {to}', f'Connection: Upgrade, {more}') for to, more in tries]",
      'return any(shows(raw(upgrade + hidden)) for upgrade in upgrades)',
    ].join('\n'),
    onBare: true,
  },
];
