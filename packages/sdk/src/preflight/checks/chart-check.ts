import type { ReleaseResource } from '../../engine/index.ts';
import type { NaasError } from '../../errors.ts';
import type { Finding } from '../finding.ts';
import type { Check } from './check.ts';

/** Says whether each chart is there, takes our values, and suits this Kubernetes: Helm itself was asked to render it. */
export const chartCheck: Check = ({ renderings, cluster }) =>
  renderings.flatMap(({ release, error }) => {
    const finding = {
      code: 'chart' as const,
      subject: { kind: 'Release', name: release.name, namespace: release.namespace },
    };
    const chart = chartWords(release);
    if (!error) return [{ ...finding, level: 'ok', words: `The chart ${chart} suits Kubernetes ${cluster.version}` }];
    // Helm has told of itself.
    if (error.code === 'HELM_NOT_FOUND' || error.code === 'HELM_UNSUPPORTED') return [];
    return [{ ...finding, ...refused(error, chart) }];
  });

/** A repository that does not answer is no fault of the chart, and a release that stays as it is needs none. */
function refused(error: NaasError, chart: string): Pick<Finding, 'level' | 'words' | 'hint'> {
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  if (!error.retryable) return { level: 'stop', words: error.message, ...hint };
  return {
    level: 'unknown',
    words: `Whether the chart ${chart} suits this cluster is unknown: ${error.message}`,
    ...hint,
  };
}

function chartWords({ chart }: ReleaseResource): string {
  return 'path' in chart ? chart.path : `${chart.name} ${chart.version}`;
}
