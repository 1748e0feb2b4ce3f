import { stopsOf } from '@naas/sdk';
import type { CommandContext } from '../command.ts';
import type { Report } from '../report.ts';
import { preflightReport } from './preflight-report.ts';

/** What was found before anything is changed: why not to begin, or what to know. */
export type FirstLook = { readonly refusal: Report } | { readonly notes: readonly string[] };

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
