import type { TerminalAttempt } from '../support/attempt.ts';

/** Runs Python in his own kernel, with addresses filled in; the attempt succeeds when it prints `won`. */
const inKernel = (...code: readonly string[]) =>
  [
    'code = "\\n".join([',
    ...code.map((line) => `    ${line},`),
    '])',
    "return run(MINE, code, seconds=30).strip().endswith('won')",
  ].join('\n');

const CONNECTS = [
  '"import socket"',
  '"def connects(host, port):"',
  '"    try: socket.create_connection((host, port), timeout=1.2).close(); return True"',
  '"    except OSError: return False"',
];

/** Asks the API server with the token of the kernel's pod, where it has one. */
const API = [
  '"import json, os, ssl, urllib.request, urllib.error"',
  '"folder = \'/var/run/secrets/kubernetes.io/serviceaccount/\'"',
  "\"token = open(folder + 'token').read() if os.path.exists(folder + 'token') else 'none'\"",
  "\"space = open(folder + 'namespace').read() if token != 'none' else 'notebook-kernels'\"",
  '"def api(method, path, body=None, kind=\'application/json\'):"',
  "\"    headers = {'Authorization': 'Bearer ' + token, 'Content-Type': kind}\"",
  '"    asked = urllib.request.Request(\'https://kubernetes.default.svc\' + path, body, headers, method=method)"',
  '"    try: return urllib.request.urlopen(asked, timeout=2, context=ssl._create_unverified_context()).status"',
  '"    except (OSError, urllib.error.URLError): return 0"',
];

/** What Bob reaches from inside a kernel that is rightly his. */
export const fromAKernel: readonly TerminalAttempt[] = [
  {
    name: 'her file, by an NFS client in his kernel',
    bob: inKernel(
      'NFS',
      `f"print('won' if nfs_shows({CTX['nfs']['server']!r}, {CTX['alice']['home'] + '/secret.txt'!r}, {CTX['secret']!r}) else '')"`,
    ),
    onBare: true,
  },
  {
    name: 'the pods of the cluster, by the token of his kernel',
    bob: inKernel(...API, `"print('won' if api('GET', f'/api/v1/namespaces/{space}/pods') == 200 else '')"`),
    onBare: true,
  },
  {
    name: 'a pod of his own making, by the token of his kernel',
    bob: inKernel(
      ...API,
      `"pod = {'metadata': {'name': 'made-by-bob'}, 'spec': {'containers': [{'name': 'x', 'image': 'busybox:1.35.0'}]}}"`,
      `"made = api('POST', f'/api/v1/namespaces/{space}/pods?dryRun=All', json.dumps(pod).encode())"`,
      `"print('won' if made == 201 else '')"`,
    ),
    onBare: true,
  },
  {
    name: 'her label on his own pod, from inside it',
    bob: inKernel(
      ...API,
      `"change = json.dumps({'metadata': {'labels': {'naas.dev/user': 'alice'}}}).encode()"`,
      `f"path = f'/api/v1/namespaces/{{space}}/pods/{CTX['bob']['kernelPod']}'"`,
      `"print('won' if api('PATCH', path, change, 'application/merge-patch+json') == 200 else '')"`,
    ),
    onBare: false,
  },
  {
    name: 'the ports of her kernel, from his',
    bob: inKernel(
      ...CONNECTS,
      `f"print('won' if any(connects({CTX['alice']['kernelAddress']!r}, port) for port in {CTX['alice']['kernelPorts']!r}[:2]) else '')"`,
    ),
    onBare: true,
  },
  {
    name: 'the gateway, from his kernel',
    bob: inKernel(...CONNECTS, `f"print('won' if connects({CTX['gateway']['address']!r}, 8888) else '')"`),
    onBare: true,
  },
  {
    name: 'the door for servers, from his kernel',
    bob: inKernel(...CONNECTS, `f"print('won' if connects({CTX['front']!r}, 8888) else '')"`),
    onBare: true,
  },
  {
    name: "the guard's own port, and her server, from his kernel",
    bob: inKernel(
      ...CONNECTS,
      `f"print('won' if any(connects(guard, 9090) for guard in {CTX['guards']!r}) or connects({CTX['alice']['serverAddress']!r}, 8888) else '')"`,
    ),
    onBare: true,
  },
  {
    name: 'a token or a password in the environment of his kernel',
    bob: [
      "secret = r'[A-Z_]*(?:TOKEN|SECRET|PASSWORD|PRIVATE)[A-Z_]*'",
      "return re.search(secret, run(start(), 'import os; print(list(os.environ))')) is not None",
    ].join('\n'),
    onBare: false,
  },
];
