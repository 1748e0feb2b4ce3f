import { listObjects } from '@naas/sdk';
import { execute, readFile, removeFile, startKernel, stopKernelOf } from '@naas/user-session';
import { homeSlug } from '@naas/sdk/home-slug';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBench } from '../support/bench.ts';
import { guardedPlatform, type GuardedPlatform, NEAR_NAMES, UNUSUAL_NAMES } from './support/guarded-platform.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const bench = await readBench();
let guarded: GuardedPlatform;

beforeAll(async () => {
  guarded = await guardedPlatform(bench);
});

afterAll(() => guarded?.[Symbol.asyncDispose]());

describe.concurrent.each(UNUSUAL_NAMES)('%s', (name) => {
  test('signs in, computes through the guard, and has one home in server and kernel', async () => {
    const person = await guarded.signIn(name);
    {
      await using server = await person.server();
      const kernel = await startKernel(server);
      const word = `written by ${name}`;
      const code = `open('kept.txt', 'w').write(${JSON.stringify(word)})\nprint(6 * 7)`;
      expect(await execute(server, { id: kernel.id, code })).toMatchObject({ status: 'ok', text: '42\n' });
      expect(await readFile(server, 'kept.txt')).toBe(word);
      const [pod] = await listObjects(guarded.kube, POD, { labelSelector: `kernel_id=${kernel.id}` });
      expect(pod!.metadata.annotations).toMatchObject({ 'naas.dev/user': name });
      expect(pod!.metadata.labels).toMatchObject({ 'naas.dev/user': homeSlug(name) });
      await removeFile(server, 'kept.txt');
      await stopKernelOf(server, kernel.id);
    }
    await person.stopServer();
  });
});

test('two people whose names are nearly the same have a home each', async () => {
  const [first, second] = await Promise.all(NEAR_NAMES.map((name) => guarded.signIn(name)));
  {
    await using one = await first!.server();
    await using other = await second!.server();
    const kernel = await startKernel(one);
    await execute(one, { id: kernel.id, code: "open('mine.txt', 'w').write('of the first')" });
    expect(await readFile(one, 'mine.txt')).toBe('of the first');
    expect(await readFile(other, 'mine.txt')).toBeUndefined();
    const others = await startKernel(other);
    const look = await execute(other, { id: others.id, code: "import os\nprint(os.path.exists('mine.txt'))" });
    expect(look.text).toBe('False\n');
    await removeFile(one, 'mine.txt');
  }
  await Promise.all([first!.stopServer(), second!.stopServer()]);
});
