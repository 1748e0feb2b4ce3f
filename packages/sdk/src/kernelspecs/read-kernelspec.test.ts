import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtInKernelspec, shippedFile } from './built-in.ts';
import { readKernelspec } from './read-kernelspec.ts';

async function copyAs(name: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'naas-spec-'));
  const directory = join(parent, name);
  await cp(shippedFile('python_kubernetes'), directory, { recursive: true });
  onTestFinished(() => rm(parent, { recursive: true }));
  return directory;
}

interface Json {
  display_name?: string;
  argv: string[];
  env: Record<string, unknown>;
  metadata: { process_proxy: { class_name: string } };
}

async function change(directory: string, edit: (json: Json) => void): Promise<void> {
  const file = join(directory, 'kernel.json');
  const json = JSON.parse(await readFile(file, 'utf8')) as Json;
  edit(json);
  await writeFile(file, JSON.stringify(json));
}

test('the kernelspec that comes with the package is read with its launcher and template', async () => {
  const { name, spec, files } = await builtInKernelspec('python_kubernetes');
  expect(name).toBe('python_kubernetes');
  expect(spec.display_name).toBe('Python on Kubernetes');
  expect([...files.files.keys()].sort()).toEqual([
    'kernel.json',
    'scripts/kernel-pod.yaml.j2',
    'scripts/launch_kubernetes.py',
  ]);
});

test('what Python left behind is not part of a kernelspec', async () => {
  const directory = await copyAs('python_kubernetes');
  await mkdir(join(directory, 'scripts/__pycache__'));
  await writeFile(join(directory, 'scripts/__pycache__/x.pyc'), '');
  expect((await readKernelspec(directory)).files.files.size).toBe(3);
});

describe('a broken kernelspec is refused, with the file and the field:', () => {
  test('a copy whose argv names the original', async () => {
    const directory = await copyAs('my_python');
    await expect(readKernelspec(directory)).rejects.toMatchObject({
      code: 'KERNELSPEC_INVALID',
      message: expect.stringContaining('argv has to name a script in /usr/local/share/jupyter/kernels/my_python/'),
    });
  });

  test('a name that Jupyter would list in another spelling', async () => {
    const directory = await copyAs('Python_Kubernetes');
    await expect(readKernelspec(directory)).rejects.toThrow('lower-case letters');
  });

  test.each<[string, (json: Json) => void, string]>([
    ['a number in env', (json) => (json.env['KERNEL_CPUS'] = 2), 'env.KERNEL_CPUS: Invalid input: expected string'],
    ['no display name', (json) => delete json.display_name, 'display_name: '],
    [
      'another process proxy',
      (json) => (json.metadata.process_proxy.class_name = 'x'),
      'metadata.process_proxy.class_name',
    ],
    ['a script that is not there', (json) => (json.argv[1] += 'x'), 'scripts/launch_kubernetes.pyx, which is not in'],
  ])('%s', async (_, edit, words) => {
    const directory = await copyAs('python_kubernetes');
    await change(directory, edit);
    await expect(readKernelspec(directory)).rejects.toThrow(words);
    await expect(readKernelspec(directory)).rejects.toThrow('kernel.json: ');
  });

  test('text that is not JSON', async () => {
    const directory = await copyAs('python_kubernetes');
    await writeFile(join(directory, 'kernel.json'), '{');
    await expect(readKernelspec(directory)).rejects.toThrow('kernel.json: it is not JSON');
  });

  test('a template with a variable that the launcher does not have', async () => {
    const directory = await copyAs('python_kubernetes');
    await writeFile(join(directory, 'scripts/kernel-pod.yaml.j2'), 'kind: Pod\nx: {{ kernel_volumes | tojson }}\n');
    await expect(readKernelspec(directory)).rejects.toThrow('kernel-pod.yaml.j2:2: kernel_volumes is not a variable');
  });

  test('a link, which could name any file of whoever publishes', async () => {
    const directory = await copyAs('python_kubernetes');
    await symlink('/etc/passwd', join(directory, 'logo.png'));
    await expect(readKernelspec(directory)).rejects.toThrow('only files are published');
  });

  test('a directory that is not there', async () => {
    await expect(readKernelspec('/nowhere/python')).rejects.toMatchObject({ code: 'KERNELSPEC_INVALID' });
  });
});
