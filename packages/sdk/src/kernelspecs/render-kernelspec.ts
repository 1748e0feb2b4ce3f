import { NaasError } from '../errors.ts';
import type { FileSet } from './file-set.ts';
import type { Kernelspec } from './read-kernelspec.ts';

/**
 * What every kernel of a platform gets, whoever starts it: the launcher takes these values from nowhere else, but for
 * resources up to `largest`.
 */
export interface PlatformLiterals {
  readonly image: string;
  /** The one namespace that kernels run in. */
  readonly namespace: string;
  /** The claim in that namespace that holds the homes. */
  readonly claim: string;
  readonly serviceAccount: string;
  readonly uid: 1000;
  readonly gid: 100;
  /** Where the person's home is in the pod, such as /home/jovyan. */
  readonly homeMountPath: string;
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
  /** The most that whoever starts a kernel may ask for. @default nobody may ask */
  readonly largest?: Readonly<Record<'cpu' | 'memory', string>> | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly tolerations?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

const PLATFORM_FILE = 'scripts/platform.json';

/** Makes a kernelspec one platform's own: its files under their directory's name, with the platform's values written in. */
export function renderKernelspec(kernelspec: Kernelspec, literals: PlatformLiterals): FileSet {
  const { name, files } = kernelspec;
  if (files.files.has(PLATFORM_FILE)) {
    throw new NaasError(
      'KERNELSPEC_INVALID',
      `The kernelspec ${name} brings its own ${PLATFORM_FILE}, which the platform writes.`,
      {
        hint: 'Delete that file.',
      },
    );
  }
  const own = [...files.files].map(([path, entry]) => [`${name}/${path}`, entry] as const);
  return {
    files: new Map([
      ...own,
      [`${name}/kernel.json`, jsonFile(platformSpec(kernelspec, literals))],
      [`${name}/${PLATFORM_FILE}`, jsonFile(literals)],
    ]),
  };
}

/** The gateway takes the namespace and the image from kernel.json, before the launcher runs. */
function platformSpec({ spec }: Kernelspec, literals: PlatformLiterals): object {
  const { process_proxy: proxy } = spec.metadata;
  const config = { ...proxy.config, image_name: literals.image };
  return {
    ...spec,
    env: {
      ...spec.env,
      KERNEL_NAMESPACE: literals.namespace,
      KERNEL_SERVICE_ACCOUNT_NAME: literals.serviceAccount,
    },
    metadata: { ...spec.metadata, process_proxy: { ...proxy, config } },
  };
}

function jsonFile(value: object): { content: Uint8Array; mode: number } {
  return { content: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`), mode: 0o644 };
}
