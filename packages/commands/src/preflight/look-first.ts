import { describeError, NaasError, type NaasErrorCode, type Plan, stopsOf } from '@naas/sdk';
import type { CommandContext } from '../command.ts';
import { text, type Report } from '../report.ts';
import { preflightReport } from './preflight-report.ts';

/** What was found before anything is changed: why not to begin, or what to know. */
export type FirstLook = { readonly refusal: Report } | { readonly notes: readonly string[] };

/**
 * Makes a plan; where there can be none, or where part of it is blocked, all that the cluster lacks is told as well, and
 * not only what was met first.
 */
export async function planOrRefusal(
  make: () => Promise<Plan>,
  context: CommandContext,
): Promise<{ readonly plan: Plan } | { readonly refusal: Report }> {
  try {
    return { plan: await make() };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!NaasError.is(error) || !WORTH_A_LOOK.includes(error.code)) throw error;
    const first = await lookFirst(context).catch(() => undefined);
    if (!first || !('refusal' in first)) throw error;
    const { blocks } = first.refusal;
    return { refusal: { ...first.refusal, blocks: [text(`No plan can be made: ${describeError(error)}`), ...blocks] } };
  }
}

/** What says that the cluster lacks something, so that it may lack more. */
const WORTH_A_LOOK: readonly NaasErrorCode[] = [
  'KUBE_FORBIDDEN',
  'HELM_NOT_FOUND',
  'HELM_UNSUPPORTED',
  'HELM_CHART_NOT_FOUND',
  'HELM_VALUES_INVALID',
  'HELM_FAILED',
];

/** Looks at the cluster before a plan is shown: what would fail later is told now, all of it at once. */
export async function lookFirst({ platform, signal }: CommandContext): Promise<FirstLook> {
  const report = await platform.preflight({ signal });
  const { title, ...rest } = preflightReport(report);
  if (stopsOf(report).length > 0) {
    return { refusal: { ...rest, title: `${title}; nothing was changed`, tone: 'bad', outcome: 'failed' } };
  }
  const warnings = report.findings.filter(({ level }) => level === 'warning');
  return { notes: warnings.map(({ words, hint }) => [`Warning: ${words}`, hint].filter(Boolean).join('. ')) };
}
