import { inMemoryPlatform } from '@naas/commands/testing';
import { expect, test } from 'vitest';
import { runNaas } from '../test/run-naas.ts';

test('destroy wants the name of the platform typed, a yes is not enough', async () => {
  const platform = inMemoryPlatform();
  expect(await runNaas('destroy', { platform, answers: ['yes'] })).toMatchObject({ exitCode: 4 });
  expect(platform.done).toEqual([]);
  expect(await runNaas('destroy', { platform, answers: ['lab'] })).toMatchObject({ exitCode: 0 });
  expect(platform.done).toEqual(['apply destroy']);
});

test('from a script --yes is enough for what deploy makes again', async () => {
  const platform = inMemoryPlatform();
  expect(await runNaas('destroy --yes', { platform })).toMatchObject({ exitCode: 0 });
  expect(platform.done).toEqual(['apply destroy']);
});

test.each([
  ['--yes', 2, 'pass --yes and --name lab'],
  ['--name lab', 2, 'pass --yes and --name lab'],
  ['--yes --name lba', 2, '--name says lba, and this is lab. Nothing was changed.'],
])('data is not deleted from a script that says %s', async (flags, exitCode, words) => {
  const platform = inMemoryPlatform();
  const result = await runNaas(`destroy --delete-data ${flags}`, { platform });
  expect(result).toMatchObject({ exitCode, stderr: expect.stringContaining(words) });
  expect(platform.done).toEqual([]);
});

test('data is deleted from a script that says yes and the name', async () => {
  const platform = inMemoryPlatform();
  expect(await runNaas('destroy --delete-data --yes --name lab', { platform })).toMatchObject({ exitCode: 0 });
  expect(platform.done).toEqual(['apply destroy']);
});

test('on a terminal the name is asked for even after --yes', async () => {
  const platform = inMemoryPlatform();
  const line = 'destroy --delete-data --yes';
  expect(await runNaas(line, { platform, answers: ['yes'] })).toMatchObject({ exitCode: 4 });
  expect(platform.done).toEqual([]);
  expect(await runNaas(line, { platform, answers: ['lab'] })).toMatchObject({ exitCode: 0 });
});
