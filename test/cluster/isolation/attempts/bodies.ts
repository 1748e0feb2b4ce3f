import type { TerminalAttempt } from '../support/attempt.ts';

const isOfAlice: TerminalAttempt['seen'] = ({ metadata, spec }) =>
  metadata.annotations?.['naas.dev/user'] === 'alice' ||
  spec.containers.some(({ env = [] }) =>
    env.some(({ name, value }) => name === 'KERNEL_USERNAME' && value === 'alice'),
  );

/** Sends a body and looks for what only the inside of the gateway knows. */
const shown = (body: string, ...before: string[]) =>
  [
    ...before,
    `answer = call('POST', '/api/kernels', ${body})`,
    "STARTED.extend([answer.get('id')] if answer.status == 201 else [])",
    "return 'Traceback' in answer.text",
  ].join('\n');

/** Bodies that no client sends. */
export const bodies: readonly TerminalAttempt[] = [
  { name: 'a body that is not JSON', bob: shown("'name=python_kubernetes'"), onBare: false },
  { name: 'no body', bob: shown("''"), onBare: false },
  { name: 'a list for a body', bob: shown('[]'), onBare: true },
  { name: 'a body of bytes that are no text', bob: shown("b'\\xff\\xfe{}'"), onBare: true },
  { name: 'a list nested a hundred thousand times', bob: shown("'[' * 100000 + ']' * 100000"), onBare: false },
  {
    name: 'variables nested a hundred thousand times',
    bob: shown(`'{"name": "x", "env": ' + '{"a":' * 100000 + '1' + '}' * 100000 + '}'`),
    onBare: false,
  },
  {
    name: 'a list for the variables',
    bob: shown("{'name': CTX['kernelspec'], 'env': ['KERNEL_USERNAME']}"),
    onBare: false,
  },
  {
    name: 'variables that are no strings',
    bob: shown("{'name': CTX['kernelspec'], 'env': {**CTX['env'], 'KERNEL_WORKING_DIR': {'a': 1}, 'KERNEL_UID': [0]}}"),
    onBare: false,
  },
  { name: 'a number for the kernelspec', bob: shown("{'name': 7, 'env': CTX['env']}"), onBare: true },
  { name: 'a kernelspec that does not exist', bob: shown("{'name': 'x' * 300, 'env': CTX['env']}"), onBare: true },
  {
    name: 'a path for the kernelspec',
    bob: shown(`{'name': '../kernels/' + CTX['kernelspec'], 'env': CTX['env']}`),
    onBare: true,
  },
  {
    name: 'a launch timeout that is no number',
    bob: shown("{'name': CTX['kernelspec'], 'env': {**CTX['env'], 'KERNEL_LAUNCH_TIMEOUT': 'never'}}"),
    onBare: true,
  },
  {
    name: 'ten megabytes of variables',
    bob: shown(
      "{'name': CTX['kernelspec'], 'env': env}",
      "env = {**CTX['env'], **{f'KERNEL_{n}': 'x' * 4000 for n in range(2500)}}",
    ),
    onBare: true,
  },
  {
    name: 'ten megabytes of nothing, in one string',
    bob: shown("'\"' + 'x' * 10_000_000 + '\"'"),
    onBare: true,
  },
  {
    name: 'a variable given twice, the second time as Alice',
    bob: [
      'own = json.dumps({**CTX["env"], "KERNEL_USERNAME": "bob"})[1:-1]',
      `start_with('{"name": "%s", "env": {%s, "KERNEL_USERNAME": "alice"}}' % (CTX['kernelspec'], own))`,
    ].join('\n'),
    seen: isOfAlice,
    onBare: true,
  },
  {
    name: 'variables by way of __proto__ and constructor',
    bob: [
      "alice = {'KERNEL_USERNAME': 'alice', 'KERNEL_HOME': 'alice'}",
      "proto = {'__proto__': alice, 'constructor': {'prototype': alice}}",
      "start_with({'name': CTX['kernelspec'], 'env': {**CTX['env'], '__proto__': alice}, **proto, '__proto__': {'env': alice}})",
    ].join('\n'),
    seen: isOfAlice,
    onBare: false,
  },
  {
    name: 'a body packed with gzip, for whoever looks into it to miss what it says',
    bob: [
      'import gzip',
      "body = gzip.compress(json.dumps({'name': CTX['kernelspec'], 'env': {**CTX['env'], 'KERNEL_USERNAME': 'alice'}}).encode())",
      "start_with(body, headers={'Content-Encoding': 'gzip', 'Content-Type': 'application/json'})",
    ].join('\n'),
    seen: isOfAlice,
    onBare: false,
  },
];
