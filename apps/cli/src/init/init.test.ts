import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@naas/sdk';
import { expect, test } from 'vitest';
import { runNaas } from '../../test/run-naas.ts';

async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-init-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const FLAGS =
  '--nfs-server 10.0.0.5 --nfs-path /srv/homes --kernelspecs-path /srv/specs --authenticator native --allow alice,bob';

test('flags alone write a file that is a platform, and a second time it is not written over', () =>
  inDirectory(async (directory) => {
    const first = await runNaas(`init ${FLAGS} --admins alice`, { directory });
    expect(first).toEqual({
      exitCode: 0,
      stdout: `${directory}/naas.yaml is written. Next: naas deploy -f ${directory}/naas.yaml\n`,
      stderr: '',
    });
    const text = await readFile(join(directory, 'naas.yaml'), 'utf8');
    const config = parseConfig(text, { source: 'naas.yaml', directory });
    expect(config.hub.authenticator).toMatchObject({ class: 'native', allow: ['alice', 'bob'], admins: ['alice'] });

    const again = await runNaas(`init ${FLAGS} --name other`, { directory });
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Pass --force') });
    expect(await readFile(join(directory, 'naas.yaml'), 'utf8')).toBe(text);
    expect(await runNaas(`init ${FLAGS} --name other --force`, { directory })).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(directory, 'naas.yaml'), 'utf8')).toContain('name: other');
  }));

test('with nobody to ask, every flag that is missing is named at once', () =>
  inDirectory(async (directory) => {
    const { exitCode, stderr } = await runNaas('init --name lab', { directory });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      '--nfs-server <host>, --nfs-path <path>, --kernelspecs-path <path>, --authenticator <class>, --allow <names>',
    );
  }));

test('the class for trying out needs no Secret made by hand: deploy makes the password', () =>
  inDirectory(async (directory) => {
    const flags = FLAGS.replace('native', 'dummy');
    expect(await runNaas(`init ${flags}`, { directory })).toMatchObject({ exitCode: 0 });
    const config = parseConfig(await readFile(join(directory, 'naas.yaml'), 'utf8'), {
      source: 'naas.yaml',
      directory,
    });
    expect(config.hub.authenticator.password).toBeUndefined();
  }));

test('answers that make no platform write nothing', () =>
  inDirectory(async (directory) => {
    const { exitCode } = await runNaas(`init ${FLAGS} --name Not_A_Label`, { directory });
    expect(exitCode).toBe(2);
    await expect(readFile(join(directory, 'naas.yaml'))).rejects.toThrow('ENOENT');
  }));

test.each([
  ['--service Loadbalancer', 'There is no Service of type "Loadbalancer".'],
  ['--kernelspecs-class fast', 'Give --kernelspecs-class or --kernelspecs-path, not both.'],
  ['--password-secret hunter2', '--password-secret needs NAME/KEY'],
])('%s is refused in words', (flag, words) =>
  inDirectory(async (directory) => {
    expect(await runNaas(`init ${FLAGS} ${flag}`, { directory })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(words),
    });
  }),
);
