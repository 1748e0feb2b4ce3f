import { connectPlatform, type Platform } from '@naas/commands';
import { loadConfig, NotebookService } from '@naas/sdk';

/** Which platform, on which cluster. */
export interface PlatformSource {
  /** Absolute path of the file that describes it. */
  readonly file: string;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A platform with its connection to the cluster. */
export interface OpenPlatform extends AsyncDisposable {
  readonly platform: Platform;
}

/** Reads the file and connects to the cluster. Throws {@link NaasError} `CONFIG_INVALID` or `KUBE_UNREACHABLE`. */
export async function openPlatform(source: PlatformSource): Promise<OpenPlatform> {
  const { file, kubeconfig, context, env, signal } = source;
  const config = await loadConfig(file, { signal });
  const kube = {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  };
  const service = await NotebookService.connect({ config, kube, environment: env });
  return { platform: connectPlatform(service), [Symbol.asyncDispose]: () => service.close() };
}
