import { parseYamlDocuments } from '../../yaml/index.ts';
import { assertChartExists, chartArguments, type ChartSource } from './chart.ts';
import type { Helm } from '../program/helm.ts';
import type { ReleaseRef } from '../releases/release.ts';

export interface RenderChartOptions extends ReleaseRef {
  readonly chart: ChartSource;
  readonly values: Readonly<Record<string, unknown>>;
  /** The Kubernetes version the chart is rendered for. @default the one this Helm was built for */
  readonly kubeVersion?: string;
  /** Whether what the chart makes before and after its objects is rendered as well. @default false */
  readonly hooks?: boolean;
}

/**
 * Renders a chart to its objects, without asking a cluster. A chart that looks up or makes up secrets
 * gives others each time.
 */
export async function renderChart(
  helm: Helm,
  options: RenderChartOptions,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<unknown[]> {
  const { name, namespace, chart, values, kubeVersion, hooks = false } = options;
  await assertChartExists(chart);
  const args = ['template', name, ...chartArguments(chart), '--namespace', namespace, '--include-crds'];
  if (!hooks) args.push('--no-hooks');
  if (kubeVersion !== undefined) args.push('--kube-version', kubeVersion);
  const text = await helm.run(args, { signal, subject: { name, namespace }, values });
  return parseYamlDocuments(text).filter((object) => object !== undefined);
}
