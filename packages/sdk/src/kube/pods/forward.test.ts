import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startApiServer } from '../../../test/api-server.ts';
import { forwardPort } from './forward.ts';

const target = { namespace: 'lab', pod: 'web', port: 80 };

test('a forward that was given up before it was open is none', async () => {
  await using api = await startApiServer(() => ({}));
  const reason = new Error('enough');
  await expect(forwardPort(api.kube, target, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('a forward is closed by its signal, and closing it again is no fault', async () => {
  await using api = await startApiServer(() => ({}));
  const stop = new AbortController();
  const forward = await forwardPort(api.kube, target, { signal: stop.signal });
  stop.abort();
  await forward.close();
  const [error] = (await once(connect(forward.port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});
