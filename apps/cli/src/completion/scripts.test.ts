import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runNaas } from '../../test/run-naas.ts';

const exec = promisify(execFile);

/** What a real bash offers after these words. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout: script } = await runNaas('completion bash');
  const call = `COMP_WORDS=(naas "$@"); COMP_CWORD=$#; _naas; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await exec('bash', ['-c', `${script}\n${call}`, 'bash', ...words]);
  return stdout.trim().split('\n');
}

test('bash completes commands, groups, options, and knows which words are values', async () => {
  expect(await offered('ki')).toEqual(['kill-kernel']);
  expect(await offered('server', '')).toEqual(expect.arrayContaining(['start', 'stop']));
  expect(await offered('kill-kernel', 'alice', '--a')).toEqual(['--all']);
  expect(await offered('-f', 'lab.yaml', 'kernelspecs', 'p')).toEqual(['push']);
  expect(await offered('completion', 'z')).toEqual(['zsh']);
});

test('zsh and fish are offered every command with what it does', async () => {
  const [zsh, fish] = await Promise.all([runNaas('completion zsh'), runNaas('completion fish')]);
  expect(zsh.stdout).toContain("'verify:Prove the platform");
  expect(fish.stdout).toContain('-a verify -d');
  expect(fish.stdout).toContain("'__fish_seen_subcommand_from server; and __fish_seen_subcommand_from start'");
});

test('a shell nobody knows is refused', async () => {
  expect(await runNaas('completion tcsh')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('bash, zsh, fish'),
  });
});
