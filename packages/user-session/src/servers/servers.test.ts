import { expect, test } from 'vitest';
import { platformStandIn } from '../../test/platform-stand-in.ts';
import { startServer } from './start-server.ts';
import { stopServer } from './stop-server.ts';

const REF = { user: 'naas-verify' };

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const warning = (message: string) => ({ progress: 30, message, raw_event: { type: 'Warning', message } });

test('a server starts and tells how far it is', async () => {
  await using platform = await platformStandIn();
  expect(await collect(startServer(platform.hub, REF))).toEqual([
    { percent: 0, message: 'Server requested' },
    { percent: 100, message: 'Server ready', ready: true },
  ]);
});

test('a server that runs already is ready at once', async () => {
  await using platform = await platformStandIn({ progress: [{ progress: 100, message: 'Server ready', ready: true }] });
  platform.servers.add('');
  expect(await collect(startServer(platform.hub, REF))).toEqual([
    { percent: 100, message: 'Server ready', ready: true },
  ]);
});

test('a start without a reason ends with the last warning of Kubernetes', async () => {
  const progress = [
    warning('Failed to pull image "nope:1": not found'),
    { progress: 60, message: 'Pulling image' },
    { progress: 100, failed: true, message: 'Spawn failed: ' },
  ];
  await using platform = await platformStandIn({ progress });
  await expect(collect(startServer(platform.hub, REF))).rejects.toMatchObject({
    code: 'SERVER_NOT_STARTED',
    message: 'The server of naas-verify did not start: Failed to pull image "nope:1": not found',
  });
});

test('a named server that does not start is told from the default one', async () => {
  await using platform = await platformStandIn({
    answer: ({ method }) =>
      method === 'POST' ? { status: 400, json: { message: 'no more named servers' } } : undefined,
  });
  await expect(collect(startServer(platform.hub, { ...REF, server: 'gpu' }))).rejects.toThrow(
    'The server gpu of naas-verify did not start: no more named servers',
  );
});

test('a reason that says only that time is up comes with the last warning', async () => {
  const progress = [
    warning('MountVolume.SetUp failed: mount.nfs: access denied'),
    { progress: 100, failed: true, message: 'Spawn failed: pod did not start in 300 seconds!' },
  ];
  await using platform = await platformStandIn({ progress });
  await expect(collect(startServer(platform.hub, REF))).rejects.toThrow(
    /did not start in 300 seconds! \(last warning: .*access denied\)$/,
  );
});

test('a progress stream that breaks off is picked up again', async () => {
  let streams = 0;
  await using platform = await platformStandIn({
    answer: ({ path }) => {
      if (!path.endsWith('/progress') || (streams += 1) > 2) return undefined;
      return streams === 1 ? { status: 503, text: 'Service Unavailable' } : (response) => void response.destroy();
    },
  });
  const events = await collect(startServer(platform.hub, REF));
  expect(events.at(-1)).toEqual({ percent: 100, message: 'Server ready', ready: true });
  expect(platform.slept).toEqual([1_000, 1_000]);
});

test('a hub that stays away is not waited for until the end of the day', async () => {
  await using platform = await platformStandIn({
    answer: ({ path }) => (path.endsWith('/progress') ? { status: 503, text: 'Service Unavailable' } : undefined),
  });
  await expect(collect(startServer(platform.hub, REF))).rejects.toMatchObject({ code: 'HUB_REFUSED', retryable: true });
});

test('a start that is not done at the deadline says what was seen last', async () => {
  await using platform = await platformStandIn({
    answer: ({ path }) =>
      path.endsWith('/progress')
        ? (response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write(`data: ${JSON.stringify(warning('0/1 nodes are available: 1 Insufficient memory'))}\n\n`);
          }
        : undefined,
  });
  await expect(collect(startServer(platform.hub, REF, { deadlineMs: 1_000 }))).rejects.toMatchObject({
    code: 'SERVER_NOT_STARTED',
    message: expect.stringMatching(/not ready within 1 s; last seen: 0\/1 nodes are available: 1 Insufficient memory$/),
  });
});

test('a hub with too many starts under way is asked again when it says', async () => {
  let asked = 0;
  await using platform = await platformStandIn({
    answer: ({ method, path }) =>
      method === 'POST' && path.endsWith('/server') && (asked += 1) === 1
        ? { status: 429, headers: { 'retry-after': '45' } }
        : undefined,
  });
  await collect(startServer(platform.hub, REF));
  expect(platform.slept).toEqual([45_000]);
});

test('a name the hub does not have is said to be unknown', async () => {
  await using platform = await platformStandIn({ answer: () => ({ status: 404, json: { message: 'Not Found' } }) });
  const unknown = { code: 'PERSON_UNKNOWN', message: 'The hub knows nobody called naas-verify.' };
  await expect(collect(startServer(platform.hub, REF))).rejects.toMatchObject(unknown);
  await expect(stopServer(platform.hub, REF)).rejects.toMatchObject(unknown);
});

test('a server that stops slowly is waited for until the hub has let go of it', async () => {
  let looks = 0;
  await using platform = await platformStandIn({
    answer: ({ method, path }) => {
      if (method === 'DELETE') return { status: 202, text: '' };
      if (path === '/hub/api/users/naas-verify' && (looks += 1) === 4) platform.servers.clear();
      return undefined;
    },
  });
  platform.servers.add('');
  expect(await stopServer(platform.hub, REF)).toEqual({ elapsedMs: 1_000, wasRunning: true });
});

test('a named server is stopped and the default one goes on', async () => {
  await using platform = await platformStandIn();
  platform.servers.add('').add('gpu');
  expect(await stopServer(platform.hub, { ...REF, server: 'gpu' })).toMatchObject({ wasRunning: true });
  expect([...platform.servers]).toEqual(['']);
});

test('stopping what does not run asks for nothing', async () => {
  await using platform = await platformStandIn();
  expect(await stopServer(platform.hub, REF)).toEqual({ elapsedMs: 0, wasRunning: false });
  expect(platform.asked.seen.every(({ method }) => method === 'GET')).toBe(true);
});
