import type { TerminalAttempt } from '../support/attempt.ts';

/** Whether code runs for whoever shows this. */
const runs = (token: string) =>
  [
    `token = ${token}`,
    "if call('GET', '/api/kernels', token=token).status == 200: return True",
    "kernel = start_with({'name': CTX['kernelspec'], 'env': CTX['env']}, token=token)",
    "done = run(kernel, 'print(6 * 7)', token=token).strip() == '42'",
    "call('DELETE', f'/api/kernels/{kernel}', token=token)",
    'return done',
  ].join('\n');

/** What stands for a person. */
export const tokens: readonly TerminalAttempt[] = [
  { name: 'no token', bob: runs("''"), onBare: true },
  { name: 'a made-up token', bob: runs("'0' * 32"), onBare: true },
  { name: 'the token of a server that has stopped', bob: runs("CTX['tokens']['stale']"), onBare: true },
  {
    name: 'a token that may only say his name',
    bob: runs("CTX['tokens']['narrow'].get('name', 'any')"),
    onBare: true,
  },
  {
    name: 'a token that may only start and stop his server',
    bob: runs("CTX['tokens']['narrow'].get('servers', 'any')"),
    onBare: true,
  },
  {
    name: 'a token that may only read what the hub knows of him',
    bob: runs("CTX['tokens']['narrow'].get('read', 'any')"),
    onBare: true,
  },
  {
    name: 'his token in the address instead of a header',
    bob: "return call('GET', '/api/kernels?token=' + (TOKEN or 'x'), token='').status == 200",
    onBare: true,
  },
  {
    name: 'his token as a cookie or a password',
    bob: [
      "basic = base64.b64encode(f'bob:{TOKEN}'.encode()).decode()",
      "ways = [{'Cookie': f'jupyterhub-user-bob={TOKEN}; _xsrf={TOKEN}'}, {'Authorization': 'Basic ' + basic}]",
      "return any(call('GET', '/api/kernels', token='', headers=way).status == 200 for way in ways)",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'a token with more behind it',
    bob: [
      "behind = ',x', '/../../users/alice', '?x', '#', ' x', '; scope=all', TOKEN * 400, '\\u00fc'",
      "line = 'GET /api/kernels HTTP/1.1\\r\\nHost: x\\r\\nAuthorization: token {}\\r\\nConnection: close\\r\\n\\r\\n'",
      "return any('HTTP/1.1 200' in raw(line.format(TOKEN + more)) for more in behind)",
    ].join('\n'),
    onBare: true,
  },
];
