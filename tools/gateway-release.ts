import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = 'jupyter_enterprise_gateway';
const VERSION = '3.3.0';
const RELEASE = `${PACKAGE}-${VERSION}`;
const CACHE = fileURLToPath(new URL('../node_modules/.cache/naas/', import.meta.url));

/** What the upstream gateway is deployed with, as paths in its source package. */
export interface GatewayRelease {
  /** The chart's folder. */
  readonly chart: string;
  /** The folder of the launcher and its template, for kernels on Kubernetes. */
  readonly scripts: string;
}

/** The upstream gateway's sources, out of their package on PyPI; the first call fetches it with pip. */
export async function gatewayRelease(): Promise<GatewayRelease> {
  const folder = join(CACHE, RELEASE);
  if (!existsSync(folder)) await fetchRelease(folder);
  const etc = join(folder, 'etc');
  return {
    chart: join(etc, 'kubernetes/helm/enterprise-gateway'),
    scripts: join(etc, 'kernel-launchers/kubernetes/scripts'),
  };
}

/** Unpacked beside and renamed, so that processes that start together never see half of it. */
async function fetchRelease(folder: string): Promise<void> {
  const run = promisify(execFile);
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, 'gateway-'));
  const download = ['-m', 'pip', 'download', '-q', '--no-deps', '--no-binary', PACKAGE, '-d', unfinished];
  try {
    await run('python3', [...download, `${PACKAGE}==${VERSION}`]);
    await run('tar', ['xzf', join(unfinished, `${RELEASE}.tar.gz`), '-C', unfinished]);
    await rename(join(unfinished, RELEASE), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true });
  }
}
