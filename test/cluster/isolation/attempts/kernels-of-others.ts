import type { TerminalAttempt } from '../support/attempt.ts';

/** Puts the same question about Alice's kernel and about none, many times in turn, and gives both lists of answers. */
const COMPARE = [
  'def about(kernel):',
  '    begin = time.perf_counter()',
  "    answer = call('GET', f'/api/kernels/{kernel}')",
  '    took = time.perf_counter() - begin',
  "    return answer.status, re.sub(r'[0-9a-f-]{36}', 'ID', answer.text), took",
  'pairs = [(about(ALICE), about(str(uuid.uuid4()))) for _ in range(20)]',
];

/** Asks for a session with the last kernelspec on offer, which on the bare gateway is the one that needs no variables. */
const SESSION = [
  "names = sorted(call('GET', '/api/kernelspecs').get('kernelspecs', {'x': {}}))",
  "body = {'name': 'x', 'path': 'x', 'type': 'notebook', 'env': {'KERNEL_USERNAME': 'alice'}}",
  "session = call('POST', '/api/sessions', {**body, 'kernel': {'name': names[-1]}})",
  "STARTED.extend([session.get('kernel')['id']] if session.status == 201 else [])",
];

/** Kernels that are Alice's. */
export const kernelsOfOthers: readonly TerminalAttempt[] = [
  { name: 'the list of all kernels', bob: "return shows(call('GET', '/api/kernels').text)", onBare: true },
  {
    name: 'the list of all kernels, asked for in her name',
    bob: "return shows(call('GET', '/api/kernels?user=alice&username=alice&all=1').text)",
    onBare: true,
  },
  { name: 'what her kernel is doing', bob: "return shows(call('GET', f'/api/kernels/{ALICE}').text)", onBare: true },
  {
    name: 'interrupting her kernel',
    bob: "return call('POST', f'/api/kernels/{ALICE}/interrupt').status == 204",
    onBare: true,
  },
  {
    name: 'restarting her kernel',
    bob: "return call('POST', f'/api/kernels/{ALICE}/restart').status == 200",
    onBare: true,
  },
  { name: 'ending her kernel', bob: "return call('DELETE', f'/api/kernels/{ALICE}').status == 204", onBare: true },
  {
    name: 'code of his in her kernel',
    bob: 'return CTX["secret"] in run(ALICE, "print(marker)")',
    onBare: true,
  },
  {
    name: 'code of his in her kernel, his token in the address',
    bob: "return CTX['secret'] in run(ALICE, 'print(marker)', token='', query='?token=' + (TOKEN or 'x'))",
    onBare: true,
  },
  {
    name: 'code of his in her kernel, by a session id',
    bob: "return CTX['secret'] in run(ALICE, 'print(marker)', query='?session_id=x&kernel_id=' + MINE)",
    onBare: true,
  },
  {
    name: "her kernel through the way to his, with her id in the message's header",
    bob: [
      'channel = Channel(MINE)',
      "channel.send({'channel': 'shell', 'kernel_id': ALICE, 'header': {'msg_id': 'x', 'msg_type': 'execute_request', 'username': 'alice'," +
        " 'session': ALICE, 'version': '5.3'}, 'parent_header': {}, 'metadata': {'kernel_id': ALICE}," +
        " 'content': {'code': 'print(marker)', 'silent': False}})",
      'channel.socket.settimeout(2)',
      'try:',
      "    while 'marker' not in (text := json.dumps(channel.receive())) or 'execute_input' in text:",
      '        pass',
      "    return CTX['secret'] in text",
      'except OSError:',
      '    return False',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'a kernel by way of a session, where nobody looks at the variables',
    bob: [...SESSION, "return session.status == 201 and call('GET', '/api/sessions').json != []"].join('\n'),
    onBare: true,
  },
  {
    name: 'a session of his with her kernel',
    bob: [
      "body = {'kernel': {'id': ALICE}, 'name': 'x', 'path': 'x', 'type': 'notebook'}",
      "return shows(call('POST', '/api/sessions', body).text)",
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'a session of his, moved to her kernel',
    bob: [
      ...SESSION,
      "moved = call('PATCH', '/api/sessions/' + session.get('id', str(uuid.uuid4())), {'kernel': {'id': ALICE}})",
      'return shows(moved.text)',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'whether a kernel is there, by another answer',
    bob: [...COMPARE, 'return any(hers[:2] != none[:2] for hers, none in pairs)'].join('\n'),
    onBare: true,
  },
  {
    name: 'whether a kernel is there, by the time the answer takes',
    bob: [
      ...COMPARE,
      'hers, none = (sorted(pair[side][2] for pair in pairs)[10] for side in (0, 1))',
      'return max(hers, none) > 0.02 + 3 * min(hers, none)',
    ].join('\n'),
    onBare: false,
  },
];
