import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEventStream } from './event-stream.ts';

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function read(text: string, sizes: readonly number[] = []): Promise<string[]> {
  const events: string[] = [];
  for await (const event of readEventStream(inChunks(Buffer.from(text), sizes))) events.push(event);
  return events;
}

test('events are read, empty keep-alive lines and comments are not', async () => {
  expect(await read('\n\n: hello\n\ndata: {"a":1}\n\n\n\ndata:two\ndata: lines\n\n')).toEqual([
    '{"a":1}',
    'two\nlines',
  ]);
});

test('an event that is cut off is dropped', async () => {
  expect(await read('data: whole\n\ndata: half')).toEqual(['whole']);
});

test('however the bytes are cut, the events are the same', async () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(fc.array(word), lineEnd, fc.array(fc.nat(9)), async (words, end, sizes) => {
      const text = words.map((one) => `data: ${one}${end}${end}`).join('');
      // A lone carriage return at the very end could still become a line end of two characters.
      expect(await read(`${text}: end\n`, sizes)).toEqual(words);
    }),
  );
});
