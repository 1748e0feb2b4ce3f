import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSet, Kernelspec, PlatformLiterals } from '../../packages/sdk/src/kernelspecs/index.ts';
import { gatewayRelease } from '../../tools/gateway-release.ts';

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
  const { scripts } = await gatewayRelease();
  const file = (content: string | Uint8Array) => ({ content: Buffer.from(content), mode: 0o644 });
  return {
    files: new Map([
      [`${name}/kernel.json`, file(JSON.stringify(spec))],
      [`${name}/scripts/kernel-pod.yaml.j2`, file(template)],
      [`${name}/scripts/launch_kubernetes.py`, file(await readFile(join(scripts, 'launch_kubernetes.py')))],
    ]),
  };
}
