import type { TerminalAttempt } from '../support/attempt.ts';

/** Counts the kernels that are there after many starts at once. */
const TWENTY = [
  'at_once([start for _ in range(20)])',
  'there = [kernel for kernel in STARTED if call("GET", f"/api/kernels/{kernel}").status == 200]',
  'own = 1 if call("GET", f"/api/kernels/{MINE}").status == 200 else 0',
];

/** Asks many at a time for seconds on end, with made-up tokens, and says whether somebody who is known was let in all the time. */
const FLOOD = [
  'end = time.monotonic() + 7',
  'def flood():',
  '    while time.monotonic() < end:',
  "        call('GET', '/api/kernels', token=uuid.uuid4().hex, seconds=10)",
  'def own():',
  '    statuses = []',
  '    while time.monotonic() < end:',
  '        time.sleep(0.5)',
  "        statuses.append(call('GET', '/api/kernels', seconds=5).status)",
  '    return statuses',
];

/** More than anybody may have, and doors held open for others not to come in. */
export const limits: readonly TerminalAttempt[] = [
  {
    name: 'a hundred requests that are never finished, for the door to be shut on others',
    bob: [
      'held = [socket.create_connection(FRONT, timeout=5) for _ in range(100)]',
      "for connection in held: connection.sendall(b'POST /api/kernels HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100000\\r\\n')",
      "shut = call('GET', '/api/kernels', seconds=10).status != 200",
      'for connection in held: connection.close()',
      'return shut',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'fifty websockets to one kernel that nobody reads from',
    bob: [
      'held = [channel for channel in at_once([lambda: Channel(MINE)] * 50) if channel]',
      "held[0].ask('execute_request', {'code': 'print(\"x\" * 5_000_000)', 'silent': False})",
      'time.sleep(1)',
      "shut = call('GET', '/api/kernels', seconds=10).status != 200",
      'for channel in held: channel.socket.close()',
      'return shut',
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'made-up tokens by the thousand, for longer than the door believes the hub, for it to be shut on others',
    bob: [...FLOOD, 'return any(status != 200 for status in at_once([own] + [flood] * 60)[0])'].join('\n'),
    onBare: false,
  },
  {
    name: 'twenty kernels at once',
    bob: [...TWENTY, "return len(there) + own > CTX['maxPerUser']"].join('\n'),
    onBare: true,
  },
  {
    name: 'a word to the gateway from his kernel that never ends, for no kernel of others to start',
    bob: [
      'code = "import socket, time\\n" + "\\n".join([',
      '    "import os",',
      "    \"host, port = os.environ['RESPONSE_ADDRESS'].split(':')\",",
      '    "held = [socket.create_connection((host, int(port)), timeout=5) for _ in range(3)]",',
      '    "time.sleep(10)",',
      '    "for connection in held: connection.close()",',
      '])',
      'def late():',
      '    time.sleep(2)',
      '    begin = time.monotonic()',
      "    start(KERNEL_LAUNCH_TIMEOUT='20')",
      '    return time.monotonic() - begin',
      'return at_once([lambda: run(MINE, code), late])[1] > 6',
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'a word to the gateway from his kernel that goes on and on, to fill its memory',
    bob: [
      'code = "import socket, os\\n" + "\\n".join([',
      "    \"host, port = os.environ['RESPONSE_ADDRESS'].split(':')\",",
      '    "said = socket.create_connection((host, int(port)), timeout=5)",',
      '    "said.sendall(b\'A\' * 20_000_000)",',
      '    "said.close()",',
      '    "print(\'won\')",',
      '])',
      "return run(MINE, code, seconds=30).strip().endswith('won')",
    ].join('\n'),
    onBare: true,
  },
];
