import type { TerminalAttempt } from '../support/attempt.ts';

/** Says to a kernel's own port for signals what only the gateway should say: end. */
const END_KERNEL = [
  'def end(port):',
  '    try:',
  "        with socket.create_connection((CTX['alice']['kernelAddress'], port), timeout=2) as connection:",
  "            connection.sendall(json.dumps({'shutdown': 1}).encode())",
  '            return True',
  '    except OSError:',
  '        return False',
].join('\n');

/** Addresses behind the door, straight from his server. */
export const network: readonly TerminalAttempt[] = [
  {
    name: "the gateway's own Service",
    bob: "return connects(CTX['gateway']['host'], 8888)",
    onBare: true,
  },
  { name: "the gateway's pod", bob: "return connects(CTX['gateway']['address'], 8888)", onBare: true },
  {
    name: 'the port that starting kernels report to',
    bob: "return connects(CTX['gateway']['address'], 8877)",
    onBare: true,
  },
  {
    name: "the ports of her kernel's pod",
    bob: "return any(at_once([lambda port=port: connects(CTX['alice']['kernelAddress'], port) for port in CTX['alice']['kernelPorts']]))",
    onBare: true,
  },
  {
    name: "her kernel's end, said to its own port",
    bob: `${END_KERNEL}\nreturn any(at_once([lambda port=port: end(port) for port in CTX['alice']['kernelPorts']]))`,
    onBare: true,
  },
  { name: "her server's pod", bob: "return connects(CTX['alice']['serverAddress'], 8888)", onBare: true },
  {
    name: 'her server through the hub, with his token',
    bob: [
      "answer = call('GET', '/user/alice/api/contents/secret.txt?content=1', to=('proxy-public.jupyterhub', 80), seconds=5)",
      "return CTX['secret'] in answer.text",
    ].join('\n'),
    onBare: false,
  },
  {
    name: "the guard's own port for those who operate it",
    bob: "return any(at_once([lambda guard=guard: connects(guard, 9090) for guard in CTX['guards']]))",
    onBare: false,
  },
  {
    name: 'her file, by an NFS client of his own',
    bob: "exec(NFS, globals())\nreturn nfs_shows(CTX['nfs']['server'], CTX['alice']['home'] + '/secret.txt', CTX['secret'])",
    onBare: true,
  },
  {
    name: 'any port of the NFS server',
    bob: "return any(at_once([lambda port=port: connects(CTX['nfs']['server'], port) for port in (111, 2049, 20048, 53, 80, 443)]))",
    onBare: true,
  },
  {
    name: 'the API of the cluster',
    bob: "return connects(os.environ['KUBERNETES_SERVICE_HOST'], int(os.environ['KUBERNETES_SERVICE_PORT']))",
    onBare: true,
  },
];
