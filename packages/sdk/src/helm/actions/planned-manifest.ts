import { z } from 'zod';
import { NaasError } from '../../errors.ts';
import type { KubeObject } from '../../kube/index.ts';
import { assertChartExists } from '../charts/chart.ts';
import type { Helm } from '../program/helm.ts';
import { parseAnswer } from '../releases/answer.ts';
import { renderedObjects } from '../releases/rendered-objects.ts';
import { installArguments, upgradeArguments, type UpgradeInstallOptions } from './upgrade-install.ts';

const dryRunAnswer = z.object({ manifest: z.string().default('') });

/**
 * Gives the objects that an {@link upgradeInstall} with the same options would apply, hooks left out, and changes
 * nothing. Charts can look things up in the cluster; one that makes up secrets gives others each time.
 *
 * A release that is stuck is rendered as if it were installed for the first time: Helm plans no upgrade of it.
 */
export async function plannedManifest(
  helm: Helm,
  options: UpgradeInstallOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<KubeObject[]> {
  const { name, namespace, values } = options;
  await assertChartExists(options.chart);
  const dryRun = (args: readonly string[]) =>
    helm.run([...args, '--dry-run=server'], { signal, subject: { name, namespace }, values });
  const text = await dryRun(upgradeArguments(helm, options)).catch((error: unknown) => {
    if (NaasError.is(error) && error.code === 'HELM_RELEASE_STUCK') return dryRun(installArguments(helm, options));
    throw error;
  });
  return renderedObjects(parseAnswer(dryRunAnswer, text).manifest, namespace);
}
