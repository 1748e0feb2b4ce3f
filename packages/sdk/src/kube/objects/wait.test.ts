import { expect, test } from 'vitest';
import { startApiServer } from '../../../test/api-server.ts';
import type { Answer, ApiServer } from '../../../test/api-server.ts';
import type { KubeObject } from '../object.ts';
import { waitForObject } from './wait.ts';
import type { Verdict } from './wait.ts';

const ref = { apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'lab' };
const phase = (version: string, phase: string) => ({
  metadata: { name: 'a', resourceVersion: version },
  status: { phase },
});
const judge = (object: KubeObject | undefined): Verdict => {
  if (!object) return { state: 'waiting', reason: 'it is not there' };
  const { phase } = object['status'] as { phase: string };
  if (phase === 'Lost') return { state: 'failed', reason: 'it is lost', hint: 'look for it' };
  return phase === 'Running' ? { state: 'ready' } : { state: 'waiting', reason: `it is ${phase}` };
};

/** Serves one list and one watch that goes through the phases given, twenty milliseconds apart. */
function through(...phases: string[]): Promise<ApiServer> {
  const events: Answer = (response) => {
    response.writeHead(200);
    response.flushHeaders();
    phases.forEach((name, at) => {
      const event = { type: 'MODIFIED', object: phase(String(at + 2), name) };
      setTimeout(() => response.write(`${JSON.stringify(event)}\n`), 20 * (at + 1));
    });
  };
  return startApiServer(({ query }) =>
    query.has('watch') ? events : { body: { metadata: { resourceVersion: '1' }, items: [] } },
  );
}

test('a wait ends with the object when it is ready, and tells each reason on the way once', async () => {
  await using api = await through('Pending', 'Pending', 'Running');
  const reasons: string[] = [];
  const found = await waitForObject(api.kube, ref, judge, {
    deadlineMs: 5_000,
    onReason: (reason) => reasons.push(reason),
  });
  expect(found).toMatchObject({ status: { phase: 'Running' } });
  expect(reasons).toEqual(['it is not there', 'it is Pending']);
});

test('a wait at its deadline says what it was waiting for', async () => {
  await using api = await through('Pending');
  await expect(waitForObject(api.kube, ref, judge, { deadlineMs: 1_000 })).rejects.toMatchObject({
    code: 'TIMED_OUT',
    message: 'Pod lab/a was not ready after 1 s: it is Pending',
  });
});

test('a wait for what will not come ends at once, with the cause and what to do', async () => {
  await using api = await through('Pending', 'Lost');
  await expect(waitForObject(api.kube, ref, judge, { deadlineMs: 5_000 })).rejects.toMatchObject({
    code: 'COMPONENT_NOT_READY',
    message: expect.stringContaining('it is lost'),
    hint: 'look for it',
  });
});

test("a wait that is called off ends with the caller's own reason", async () => {
  await using api = await through('Pending');
  const reason = new Error('changed my mind');
  const abort = new AbortController();
  setTimeout(() => abort.abort(reason), 100);
  const wait = waitForObject(api.kube, ref, judge, { deadlineMs: 5_000, signal: abort.signal });
  await expect(wait).rejects.toBe(reason);
});
