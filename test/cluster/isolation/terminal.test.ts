import { afterAll, beforeAll, expect, test } from 'vitest';
import { execInPod } from '@naas/sdk';
import { readBench } from '../support/bench.ts';
import { guardedContext, PLACES } from './support/guarded-context.ts';
import { guardedPlatform, type GuardedPlatform, type SignedIn } from './support/guarded-platform.ts';
import { program, type Said } from './support/terminal.ts';
import { openTerminal } from './support/web-terminal.ts';

const bench = await readBench();
let guarded: GuardedPlatform;
let bob: SignedIn;
let url: string;

beforeAll(async () => {
  guarded = await guardedPlatform(bench);
  bob = await guarded.signIn('bob');
  await using _ = await bob.server();
  url = `${guarded.hubUrl}/user/bob`;
});

afterAll(() => guarded?.[Symbol.asyncDispose]());

/** Prints who one is and what one has, the token by its hash. */
const WHO = [
  'import hashlib, os, socket',
  "token = hashlib.sha256(os.environ['JUPYTERHUB_API_TOKEN'].encode()).hexdigest()",
  "print('I am', os.getuid(), os.getgid(), socket.gethostname(), token, 'END')",
].join('; ');

test('a command of `kubectl exec` in the pod of Bob is what he types himself: same person, machine and token', async () => {
  await using terminal = await openTerminal({ url, token: bob.token });
  const typed = await terminal.type(`python3 -c "${WHO}"`, /I am \d.* END/);
  const pod = { namespace: PLACES.servers, pod: 'jupyter-bob' };
  const { stdout } = await execInPod(guarded.kube, pod, ['python3', '-c', WHO]);
  expect(/I am \d.* END/.exec(typed)?.[0]).toBe(stdout.trim());
});

test('a program that Bob has uploaded and runs in his terminal is let in by his token, and by no other', async () => {
  const body = [
    "own = call('GET', '/api/kernels').status",
    "return [own, call('GET', '/api/kernels', token='').status, call('GET', '/api/kernels', token='0' * 32).status]",
  ].join('\n');
  const uploaded = await fetch(`${url}/api/contents/attempt.py`, {
    method: 'PUT',
    headers: { authorization: `token ${bob.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'file', format: 'text', content: program(body) }),
  });
  expect(uploaded.status).toBe(201);
  await using terminal = await openTerminal({ url, token: bob.token });
  const context = JSON.stringify(guardedContext(bench));
  const shown = await terminal.type(`python3 attempt.py '${context}'; rm attempt.py; echo DO''NE`, /DONE/);
  const said = JSON.parse(/\{"value": .*\}/.exec(shown)?.[0] ?? '{}') as Said;
  expect(said).toMatchObject({ value: [200, 401, 403], answers: true });
});
