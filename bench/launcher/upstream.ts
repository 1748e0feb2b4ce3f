import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FileSet, Kernelspec, PlatformLiterals } from '../../packages/sdk/src/kernelspecs/index.ts';

const run = promisify(execFile);
const RELEASE = 'jupyter_enterprise_gateway-3.3.0';
const LAUNCHER = 'etc/kernel-launchers/kubernetes/scripts/launch_kubernetes.py';

/** Reads the upstream launcher from its release on PyPI, which comes to a temporary directory and goes again. */
async function upstreamLauncher(): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-bench-'));
  try {
    const requirement = RELEASE.replace('-', '==');
    await run('python3', [
      '-m',
      'pip',
      'download',
      '-q',
      '--no-deps',
      '--no-binary',
      ':all:',
      '-d',
      directory,
      requirement,
    ]);
    await run('tar', ['xzf', join(directory, `${RELEASE}.tar.gz`), '-C', directory, `${RELEASE}/${LAUNCHER}`]);
    return await readFile(join(directory, RELEASE, LAUNCHER));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** How the upstream launcher calls what our template gets from ours. It adds the environment to the pod itself. */
const VALUES: Readonly<Record<string, string>> = {
  'kernel.pod_name': '{{ kernel_pod_name | yaml_safe }}',
  'kernel.id': '{{ kernel_id | yaml_safe }}',
  'kernel.home': '{{ kernel_home | yaml_safe }}',
  'kernel.username': '{{ kernel_username | yaml_safe }}',
  'kernel.env': '[]',
};

/** The upstream launcher with a template that makes the same pod as ours, so that only the launchers differ. */
export async function upstreamKernelspec(name: string, ours: Kernelspec, literals: PlatformLiterals): Promise<FileSet> {
  const text = (path: string) => new TextDecoder().decode(ours.files.files.get(path)?.content);
  const constants: Readonly<Record<string, unknown>> = { nodeSelector: {}, tolerations: [], ...literals };
  const template = text('scripts/kernel-pod.yaml.j2').replaceAll(
    /\{\{ ([\w.]+) \| tojson \}\}/g,
    (_, variable: string) => {
      if (variable === 'kernel.working_dir') return JSON.stringify(literals.homeMountPath);
      return VALUES[variable] ?? JSON.stringify(constants[variable.replace('platform.', '')]);
    },
  );
  const { metadata } = ours.spec;
  const spec = {
    ...ours.spec,
    argv: ours.spec.argv.map((argument) => argument.replace(`/${ours.name}/`, `/${name}/`)),
    env: { ...ours.spec.env, KERNEL_NAMESPACE: literals.namespace },
    metadata: { ...metadata, process_proxy: { ...metadata.process_proxy, config: { image_name: literals.image } } },
  };
  const file = (content: string | Uint8Array) => ({ content: Buffer.from(content), mode: 0o644 });
  return {
    files: new Map([
      [`${name}/kernel.json`, file(JSON.stringify(spec))],
      [`${name}/scripts/kernel-pod.yaml.j2`, file(template)],
      [`${name}/scripts/launch_kubernetes.py`, file(await upstreamLauncher())],
    ]),
  };
}
