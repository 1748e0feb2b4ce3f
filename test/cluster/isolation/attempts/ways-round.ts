import type { TerminalAttempt } from '../support/attempt.ts';

/** A request line of his own that leads to Alice's kernel, if it leads anywhere. */
const line = (name: string, target: string, onBare: boolean): TerminalAttempt => ({
  name,
  bob: `return shows(raw(request('GET ' + ${target} + ' HTTP/1.1', 'Connection: close')))`,
  onBare,
});

/** Other ways to write the path of Alice's kernel, and to read files through the door. */
export const waysRound: readonly TerminalAttempt[] = [
  line('the whole address in the request line', "f\"http://{CTX['gateway']['host']}:8888/api/kernels/{ALICE}\"", false),
  line('a path that begins with two slashes', "f'//api/kernels/{ALICE}'", false),
  line('two slashes inside the path', "f'/api//kernels/{ALICE}'", false),
  line('dots that lead from his kernel to hers', "f'/api/kernels/{MINE}/../{ALICE}'", false),
  line('the same dots, encoded', "f'/api/kernels/{MINE}/%2e%2e/{ALICE}'", false),
  line('an encoded slash', "f'/api/kernels%2f{ALICE}'", false),
  line('an encoded letter', "f'/api/%6bernels/{ALICE}'", false),
  line('an encoding that is encoded again', "f'/api/%256bernels/{ALICE}'", false),
  line('a semicolon', "f'/api/kernels/{MINE};/../{ALICE}'", false),
  line('a backslash', "f'/api/kernels/{MINE}\\\\..\\\\{ALICE}'", false),
  line('a question mark before the way to her kernel', "f'/api/kernels/{ALICE}?/api/kernels/{MINE}'", true),
  line('her id in capitals', "'/api/kernels/' + ALICE.upper()", false),
  line('a zero byte behind his id', "f'/api/kernels/{MINE}%00/../{ALICE}'", false),
  line('a slash behind her id', "f'/api/kernels/{ALICE}/'", false),
  {
    name: 'kernel.json as a resource of the kernelspec',
    bob: "return 'process_proxy' in call('GET', f\"/kernelspecs/{CTX['kernelspec']}/kernel.json\").text",
    onBare: true,
  },
  {
    name: 'the template of the pods, and the launcher',
    bob: [
      "paths = ['scripts/kernel-pod.yaml.j2', 'scripts/launch_kubernetes.py', 'scripts/platform.json']",
      "answers = [call('GET', f\"/kernelspecs/{CTX['kernelspec']}/{path}\") for path in paths]",
      'return any(answer.status == 200 for answer in answers)',
    ].join('\n'),
    onBare: true,
  },
  {
    name: "a file of the gateway's own disk, past the kernelspec",
    bob: [
      "up, coded = '../' * 9, '%2e%2e%2f' * 9",
      'paths = [f\'/kernelspecs/{CTX["kernelspec"]}/{way}etc/passwd\' for way in (up, coded)]',
      "return any('root:' in raw(request(f'GET {path} HTTP/1.1', 'Connection: close')) for path in paths)",
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'a kernelspec by a path of his own',
    bob: [
      "names = ['..%2fkernels%2f' + CTX['kernelspec'], '..', '%2e%2e', CTX['kernelspec'] + '%2f..%2f' + CTX['kernelspec']]",
      "return any(call('GET', '/api/kernelspecs/' + name).get('spec') for name in names)",
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'the variables inside the kernelspecs',
    bob: [
      "specs = call('GET', '/api/kernelspecs').get('kernelspecs', {}).values()",
      "one = call('GET', '/api/kernelspecs/' + CTX['kernelspec'])",
      "envs = [spec['spec'].get('env', {}) for spec in specs] + [one.get('spec', {}).get('env', {})]",
      'return any(value for env in envs for value in env.values())',
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'another method in a header',
    bob: [
      "hidden = {'X-HTTP-Method-Override': 'DELETE', 'X-HTTP-Method': 'DELETE', 'X-Method-Override': 'DELETE'}",
      "answers = [call(method, f'/api/kernels/{ALICE}', headers=hidden) for method in ('GET', 'POST')]",
      'return any(answer.status == 204 or shows(answer.text) for answer in answers)',
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'methods that nobody uses',
    bob: [
      "methods = ('TRACE', 'PATCH', 'PROPFIND', 'get', 'QUERY', 'OPTIONS')",
      "lines = [f'{method} /api/kernels/{ALICE} HTTP/1.1' for method in methods]",
      "return any(shows(raw(request(line, 'Connection: close'))) for line in lines)",
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'a tunnel to the gateway',
    bob: [
      "tunnel = request(f\"CONNECT {CTX['gateway']['host']}:8888 HTTP/1.1\")",
      "return shows(raw(tunnel + request(f'GET /api/kernels/{ALICE} HTTP/1.1', 'Connection: close', token='')))",
    ].join('\n'),
    onBare: true,
  },
];
