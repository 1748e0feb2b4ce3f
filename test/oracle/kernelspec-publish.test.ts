import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import {
  builtInKernelspec,
  compareKernelspecs,
  type FileSet,
  hashFileSet,
  listCommand,
  mergeFileSets,
  parseShareListing,
  publishCommand,
  setAsideCommand,
  renderKernelspec,
  toConfigMap,
} from '../../packages/sdk/src/kernelspecs/index.ts';
import { launcherPython, literals } from './kernelspec-launcher.ts';

const run = promisify(execFile);

async function platformFiles(image: string): Promise<FileSet> {
  return renderKernelspec(await builtInKernelspec('python_kubernetes'), { ...literals, image });
}

function other(text: string): FileSet {
  return { files: new Map([['other/kernel.json', { content: Buffer.from(text), mode: 0o644 }]]) };
}

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-share-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Mounts the ConfigMap as the kubelet does, as files, and runs the pod's command. */
async function publish(
  root: string,
  set: FileSet,
  { before = '', takeOver = false }: { readonly before?: string; readonly takeOver?: boolean } = {},
) {
  const incoming = await temporary();
  const { data, binaryData } = toConfigMap(set);
  for (const [key, text] of Object.entries(data)) await writeFile(join(incoming, key), text);
  for (const [key, text] of Object.entries(binaryData))
    await writeFile(join(incoming, key), Buffer.from(text, 'base64'));
  const places = { root, incoming, hash: hashFileSet(set) };
  if (takeOver) await run(await launcherPython(), setAsideCommand(places).slice(1));
  const [, flag = '', program = '', ...rest] = publishCommand(places);
  const { stdout } = await run(await launcherPython(), [flag, `${before}\n${program}`, ...rest]);
  return parseShareListing(stdout);
}

async function image(root: string): Promise<unknown> {
  const text = await readFile(join(root, 'python_kubernetes/scripts/platform.json'), 'utf8');
  return (JSON.parse(text) as { image: string }).image;
}

const versions = async (root: string) => (await readdir(join(root, '.naas'))).sort();

test('what was published is there, byte for byte, and the second time nothing changes', async () => {
  const root = await temporary();
  const set = await platformFiles('one');
  const first = await publish(root, set);
  expect(first.changed).toBe(true);
  expect(compareKernelspecs(set, first.files).filter(({ state }) => state !== 'same')).toEqual([]);
  expect(await readlink(join(root, 'python_kubernetes'))).toBe(`.naas/${hashFileSet(set)}/python_kubernetes`);
  expect(await publish(root, set)).toEqual({ ...first, changed: false });
});

test('a new version replaces the old one, which stays for readers on their way, and no older one does', async () => {
  const root = await temporary();
  const sets = await Promise.all(['one', 'two', 'three'].map(platformFiles));
  for (const set of sets) await publish(root, set);
  expect(await image(root)).toBe('three');
  expect(await versions(root)).toEqual(sets.slice(1).map(hashFileSet).sort());
  await publish(root, sets[2]!);
  expect(await versions(root)).toHaveLength(2);
});

test('going back to the version before works', async () => {
  const root = await temporary();
  const [one, two] = [await platformFiles('one'), await platformFiles('two')];
  for (const set of [one, two, one]) await publish(root, set);
  expect(await image(root)).toBe('one');
});

test('a kernelspec that the platform no longer has goes', async () => {
  const root = await temporary();
  await publish(root, mergeFileSets(await platformFiles('one'), other('{}')));
  const { changed, files } = await publish(root, await platformFiles('one'));
  expect(changed).toBe(true);
  expect(files.filter(({ path }) => path.startsWith('other/'))).toEqual([]);
  expect((await readdir(root)).sort()).toEqual(['.naas', 'python_kubernetes']);
});

test('directories and links of others stay as they are, and are listed as foreign', async () => {
  const root = await temporary();
  await mkdir(join(root, 'theirs'));
  await writeFile(join(root, 'theirs/kernel.json'), '{}');
  await symlink('theirs', join(root, 'alias'));
  const set = await platformFiles('one');
  const { files } = await publish(root, set);
  const foreign = compareKernelspecs(set, files).filter(({ state }) => state === 'foreign');
  expect(foreign.map(({ path }) => path)).toEqual(['alias/kernel.json', 'theirs/kernel.json']);
  expect(await readFile(join(root, 'theirs/kernel.json'), 'utf8')).toBe('{}');
});

test('a directory of the same name that was copied there by hand is refused before anything is written', async () => {
  const root = await temporary();
  await mkdir(join(root, 'python_kubernetes'));
  const publication = publish(root, await platformFiles('one'));
  await expect(publication).rejects.toMatchObject({
    code: 1,
    stderr:
      "Kernelspecs not published: 'python_kubernetes' on the share was not published by naas; move it away and publish again\n",
  });
  expect(await readdir(root)).toEqual(['python_kubernetes']);
});

test('when it is to be taken over, it is kept where no kernel can be started from it', async () => {
  const root = await temporary();
  const byHand = join(root, 'python_kubernetes');
  await mkdir(byHand);
  await writeFile(join(byHand, 'kernel.json'), '{}');
  const set = await platformFiles('one');
  const { files } = await publish(root, set, { takeOver: true });
  expect(await readFile(join(root, '.by-hand/python_kubernetes-1/kernel.json'), 'utf8')).toBe('{}');
  expect(compareKernelspecs(set, files).filter(({ state }) => state !== 'same')).toEqual([]);
  const again = await publish(root, await platformFiles('two'), { takeOver: true });
  expect(again.changed).toBe(true);
  expect(await readdir(join(root, '.by-hand'))).toEqual(['python_kubernetes-1']);
});

test('a published file that somebody edited is made good again, under a name of its own', async () => {
  const root = await temporary();
  const set = await platformFiles('one');
  await publish(root, set);
  const launcher = join(root, 'python_kubernetes/scripts/launch_kubernetes.py');
  await writeFile(launcher, 'import os');
  const { changed, files } = await publish(root, set);
  expect(changed).toBe(true);
  expect(compareKernelspecs(set, files).filter(({ state }) => state !== 'same')).toEqual([]);
});

test('a share that cannot be written says so in one line', async () => {
  const root = await temporary();
  await writeFile(join(root, '.naas'), 'a file in the way');
  await expect(publish(root, await platformFiles('one'))).rejects.toMatchObject({
    stderr: expect.stringMatching(/^Kernelspecs not published: .*\.naas.*\n$/),
  });
});

test('content that is not what was hashed is refused', async () => {
  const root = await temporary();
  const incoming = await temporary();
  const set = await platformFiles('one');
  for (const [key, text] of Object.entries(toConfigMap(set).data)) await writeFile(join(incoming, key), text);
  await writeFile(join(incoming, 'file-0'), '{}');
  const [python = '', ...rest] = publishCommand({ root, incoming, hash: hashFileSet(set) });
  await expect(run(python, rest)).rejects.toMatchObject({ stderr: expect.stringContaining('is not what was sent') });
  expect(await readdir(root)).toEqual([]);
});

test('listing changes nothing, and says of an unreadable file that it is there', async () => {
  const root = await temporary();
  await mkdir(join(root, 'theirs'));
  await symlink('/nowhere', join(root, 'theirs/kernel.json'));
  await chmod(root, 0o555);
  const [python = '', ...rest] = listCommand({ root });
  const { stdout } = await run(python, rest);
  expect(parseShareListing(stdout)).toEqual({ changed: false, files: [{ path: 'theirs/kernel.json', sha256: '' }] });
});

/** Ends the publisher without a word at its nth call that changes the disk, as a killed pod would. */
const dieAt = (call: number) => `
import os, shutil
left = ${call}
def dying(original):
    def wrapped(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(137)
        return original(*args, **kwargs)
    return wrapped
for name in ('mkdir', 'fchmod', 'fsync', 'rename', 'symlink', 'unlink'):
    setattr(os, name, dying(getattr(os, name)))
shutil.rmtree = dying(shutil.rmtree)
`;

test('killed at any point, readers see one version whole, and the next run finishes', async () => {
  const [one, two, three] = [await platformFiles('one'), await platformFiles('two'), await platformFiles('three')];
  const wanted = mergeFileSets(three, other('3'));
  const before = await temporary();
  for (const set of [one, mergeFileSets(two, other('2'))]) await publish(before, set);
  let killed = 0;
  for (let call = 0; ; call += 1) {
    const root = await temporary();
    await cp(before, root, { recursive: true, verbatimSymlinks: true });
    const outcome = await publish(root, wanted, { before: dieAt(call) }).catch(
      (error: { code?: number }) => error.code,
    );
    expect(['two', 'three']).toContain(await image(root));
    const { files } = await publish(root, wanted);
    expect(compareKernelspecs(wanted, files).filter(({ state }) => state !== 'same')).toEqual([]);
    expect((await versions(root)).filter((name) => name.startsWith('.'))).toEqual([]);
    if (outcome !== 137) break;
    killed += 1;
  }
  expect(killed).toBeGreaterThan(15);
}, 120_000);
