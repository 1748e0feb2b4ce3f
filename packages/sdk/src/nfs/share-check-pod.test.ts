import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { shareCheckPod } from './share-check-pod.ts';

const pod = shareCheckPod({
  name: 'share-check-homes',
  namespace: 'lab',
  server: '203.0.113.7',
  path: '/export',
  image: 'sh',
});
const spec = pod['spec'] as { initContainers: [Container, Container]; containers: [Container] };
const [tryIt, handOver] = spec.initContainers;
const [prove] = spec.containers;
interface Container {
  name: string;
  command: [shell: string, option: string, script: string];
  securityContext: { runAsUser: number; capabilities: { add?: string[] } };
}

/** Runs the script of one container on folders of this machine. */
async function runStep({ command }: Container, folder: string): Promise<void> {
  const script = command[2].replaceAll('/share', `${folder}/share`).replaceAll('/note', `${folder}/note`);
  await promisify(execFile)('sh', ['-c', script], { env: { ...process.env, NODE: 'node-1' } });
}

async function folders(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'naas-share-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'share'));
  await mkdir(join(folder, 'note'));
  return folder;
}

test('a share that can be written passes and is left as it was', async () => {
  const folder = await folders();
  await runStep(tryIt, folder);
  expect(await readdir(join(folder, 'note'))).toEqual(['writable']);
  await runStep(handOver, folder);
  await runStep(prove, folder);
  expect(await readdir(join(folder, 'share'))).toEqual([]);
});

test('what an interrupted check left does not fail the next one', async () => {
  const folder = await folders();
  await mkdir(join(folder, 'share/.naas-check-node-1'));
  await writeFile(join(folder, 'share/.naas-check-node-1/written'), 'half');
  await runStep(tryIt, folder);
  expect(await readdir(join(folder, 'note'))).toEqual(['writable']);
  await mkdir(join(folder, 'share/.naas-check-node-1'));
  await runStep(prove, folder);
  expect(await readdir(join(folder, 'share'))).toEqual([]);
});

test('a share that cannot be written fails with the words of the system', async () => {
  const folder = await folders();
  await rm(join(folder, 'share'), { recursive: true });
  await expect(runStep(prove, folder)).rejects.toMatchObject({
    stderr: expect.stringContaining('.naas-check'),
  });
});

test('only handing the directory over runs as root, with no more than that takes', () => {
  const root = [tryIt, handOver, prove].filter(({ securityContext }) => securityContext.runAsUser === 0);
  expect(root.map(({ name }) => name)).toEqual(['hand-over']);
  expect(root[0]?.securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] });
});
