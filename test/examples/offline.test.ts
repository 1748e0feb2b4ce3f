import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, runExample } from './run-in-folder.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naas-examples-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('errors.ts', () => {
  test('says that a good file is good', async () => {
    const { stdout, exitCode } = await runExample('errors', [join(EXAMPLES, 'minimal.naas.yaml')], { folder });
    expect(stdout).toMatch(/minimal\.naas\.yaml describes the platform lab\.\n$/);
    expect(exitCode).toBe(0);
  });

  test('says by code, line and path what is wrong with a bad one', async () => {
    await writeFile(join(folder, 'naas.yaml'), 'apiVersion: naas.dev/v1\nkind: Platform\nmetadata: { nam: lab }\n');
    const { stdout, exitCode } = await runExample('errors', [], { folder });
    expect(stdout).toContain('line 3: metadata.nam');
    expect(stdout).toContain('CONFIG_INVALID: naas.yaml:');
    expect(exitCode).toBe(1);
  });

  test('says what to do when there is no file', async () => {
    const { stdout, exitCode } = await runExample('errors', ['nowhere.yaml'], { folder });
    expect(stdout).toMatch(/^CONFIG_INVALID: Cannot read nowhere\.yaml: there is no such file\nName another/);
    expect(exitCode).toBe(1);
  });
});
