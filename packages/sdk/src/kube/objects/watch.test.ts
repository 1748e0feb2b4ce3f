import { expect, test } from 'vitest';
import { startApiServer, status } from '../../../test/api-server.ts';
import type { Answer, Seen } from '../../../test/api-server.ts';
import { watchObjects } from './watch.ts';
import type { KubeObject } from '../object.ts';

const kind = { apiVersion: 'v1', kind: 'Pod' };
const pod = (name: string, resourceVersion: string, uid = name) => ({ metadata: { name, resourceVersion, uid } });
const list = (resourceVersion: string, ...items: object[]): Answer => ({
  body: { metadata: { resourceVersion }, items },
});
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

/** Answers a watch with pieces of text; then closes, breaks, or stays open. */
function stream(pieces: (string | Buffer)[], end: 'close' | 'break' | 'open' = 'close'): Answer {
  return (response) => {
    response.writeHead(200);
    response.write(pieces[0] ?? '');
    for (const piece of pieces.slice(1)) setImmediate(() => response.write(piece));
    if (end === 'close') setTimeout(() => response.end(), 10);
    if (end === 'break') setTimeout(() => response.destroy(), 10);
  };
}

/** Plays the lists and the watches given, and collects so many events. */
async function watching(lists: Answer[], watches: Answer[], options: { take: number; stallMs?: number }) {
  const play = (seen: Seen): Answer =>
    (seen.query.has('watch') ? watches.shift() : lists.shift()) ?? stream([], 'open');
  await using api = await startApiServer(play);
  const stop = new AbortController();
  const told: string[] = [];
  const { take, ...more } = options;
  for await (const { type, object } of watchObjects(api.kube, kind, { ...more, signal: stop.signal })) {
    told.push(`${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
    if (told.length === take) stop.abort();
  }
  const versions = api.seen.filter(({ query }) => query.has('watch')).map(({ query }) => query.get('resourceVersion'));
  return { told, versions, pauses: api.pauses };
}

test('events cut anywhere in the stream, characters included, come out whole', async () => {
  const text = Buffer.from(line('ADDED', pod('grüße', '2')));
  const inside = text.indexOf('ü') + 1;
  const bytes = [text.subarray(0, inside), text.subarray(inside)];
  const { told } = await watching([list('1')], [stream(bytes, 'open')], { take: 1 });
  expect(told).toEqual(['ADDED grüße@2']);
});

test('after the server closes, the watch goes on from the last bookmark at once', async () => {
  const first = stream([line('ADDED', pod('a', '2')), line('BOOKMARK', { metadata: { resourceVersion: '9' } })]);
  const second = stream([line('MODIFIED', pod('a', '10'))], 'open');
  const { told, versions, pauses } = await watching([list('1')], [first, second], { take: 2 });
  expect(told).toEqual(['ADDED a@2', 'MODIFIED a@10']);
  expect([versions, pauses]).toEqual([['1', '9'], []]);
});

test.each([
  ['as an answer', status(410, 'Expired')],
  ['as an event', stream([line('ERROR', { kind: 'Status', code: 410, reason: 'Expired' })])],
])(
  'when the version has expired (%s), what was missed is told, deletions and replacements too',
  async (_how, expired) => {
    const before = list('1', pod('stays', '1'), pod('changes', '1'), pod('goes', '1'), pod('reborn', '1', 'old'));
    const after = list('9', pod('stays', '1'), pod('changes', '5'), pod('comes', '6'), pod('reborn', '7', 'new'));
    const { told } = await watching([before, after], [expired], { take: 9 });
    expect(told.slice(4)).toEqual([
      'DELETED goes@1',
      'DELETED reborn@1',
      'MODIFIED changes@5',
      'ADDED comes@6',
      'ADDED reborn@7',
    ]);
  },
);

test('a broken connection and a line cut in half lose nothing', async () => {
  const half = line('ADDED', pod('a', '2')).slice(0, 20);
  const { told, versions } = await watching(
    [list('1')],
    [stream([half], 'break'), stream([line('ADDED', pod('a', '2'))], 'open')],
    { take: 1 },
  );
  expect([told, versions]).toEqual([['ADDED a@2'], ['1', '1']]);
});

test('a connection that stays open and silent is replaced', async () => {
  const silent = stream([line('ADDED', pod('a', '2'))], 'open');
  const { told } = await watching([list('1')], [silent, stream([line('DELETED', pod('a', '3'))], 'open')], {
    take: 2,
    stallMs: 500,
  });
  expect(told).toEqual(['ADDED a@2', 'DELETED a@3']);
});

test('events told twice are told once, and versions may count backwards', async () => {
  const lines = [
    line('ADDED', pod('a', '5')),
    line('MODIFIED', pod('a', '5')),
    line('MODIFIED', pod('a', '3')),
    line('DELETED', pod('b', '4')),
  ];
  const { told } = await watching(
    [list('5', pod('a', '5'))],
    [stream([...lines, line('ADDED', pod('c', '6'))], 'open')],
    { take: 3 },
  );
  expect(told).toEqual(['ADDED a@5', 'MODIFIED a@3', 'ADDED c@6']);
});

test('a server that keeps closing is given more and more time, and is listed anew', async () => {
  const closes = Array.from({ length: 5 }, () => stream([]));
  const { pauses, versions } = await watching([list('1'), list('8', pod('a', '8'))], closes, { take: 1 });
  expect(versions).toEqual(['1', '1', '1']);
  expect(pauses).toEqual([800, 1_600]);
});

test('a refusal is an error, at the first list and later', async () => {
  await expect(watching([status(403, 'Forbidden')], [], { take: 1 })).rejects.toMatchObject({ code: 'KUBE_FORBIDDEN' });
  await expect(watching([list('1')], [status(403, 'Forbidden')], { take: 1 })).rejects.toMatchObject({
    code: 'KUBE_FORBIDDEN',
  });
});

test('managed fields are left out of what is told', async () => {
  const heavy = { metadata: { name: 'a', resourceVersion: '2', managedFields: [{}] } };
  await using api = await startApiServer((seen) =>
    seen.query.has('watch') ? stream([line('ADDED', heavy)], 'open') : list('1'),
  );
  const stop = new AbortController();
  const told: KubeObject[] = [];
  for await (const { object } of watchObjects(api.kube, kind, { signal: stop.signal })) {
    told.push(object);
    stop.abort();
  }
  expect(told.map(({ metadata }) => metadata)).toEqual([{ name: 'a', resourceVersion: '2' }]);
});
