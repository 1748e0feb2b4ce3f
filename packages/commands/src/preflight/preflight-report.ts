import { type Finding, type FindingLevel, type PreflightReport, stopsOf } from '@naas/sdk';
import { facts, table, text, type Block, type NextAction, type Report, type Tone } from '../report.ts';
import { count, list } from '../words/index.ts';

const WORST_FIRST = ['stop', 'warning', 'unknown', 'ok'] as const satisfies readonly FindingLevel[];

/** Puts a preflight into a report: the cluster's facts, what has to be seen to, and every finding. */
export function preflightReport(report: PreflightReport): Report {
  const { platform, cluster, findings } = report;
  const sorted = WORST_FIRST.flatMap((level) => findings.filter((finding) => finding.level === level));
  const stops = stopsOf(report);
  return {
    title: `${platform} ${stops.length > 0 ? 'cannot' : 'can'} be deployed: ${countWords(findings)}`,
    tone: stops.length > 0 ? 'bad' : toneOf(findings),
    outcome: stops.length > 0 ? 'unwell' : 'done',
    blocks: [facts(clusterWords(report)), ...toDo(sorted), findingTable(sorted)],
    data: { cluster, findings },
    next: nextActions(stops),
  };
}

function toneOf(findings: readonly Finding[]): Tone {
  return findings.some(({ level }) => level === 'warning') ? 'warning' : 'good';
}

function countWords(findings: readonly Finding[]): string {
  const number = (level: FindingLevel) => findings.filter((finding) => finding.level === level).length;
  const told = [count(number('stop'), 'stop'), count(number('warning'), 'warning')];
  return list(number('unknown') === 0 ? told : [...told, `${number('unknown')} unknown`]);
}

function clusterWords({ cluster }: PreflightReport): Record<string, string> {
  const { distribution, version, nodes, storageClasses, loadBalancer, networkPolicies } = cluster;
  const usable = nodes?.filter(({ ready, schedulable }) => ready && schedulable) ?? [];
  const classes = storageClasses?.map(({ name, isDefault }) => (isDefault ? `${name} (default)` : name));
  return {
    cluster: `Kubernetes ${version}${distribution === 'unknown' ? '' : `, ${distribution}`}`,
    nodes: nodes ? `${usable.length} of ${nodes.length} take pods` : 'may not be listed',
    'storage classes': classes ? list(classes) || 'none' : 'may not be listed',
    'load balancer': loadBalancer.words,
    'network policies': networkPolicies.words,
  };
}

/** More than these are read in the table, or by a program. */
const MOST_TO_DO = 20;

/** What somebody has to see to, in full: cells of a table are cut where there is no room. */
function toDo(findings: readonly Finding[]): Block[] {
  const serious = findings.filter(({ level }) => level === 'stop' || level === 'warning');
  const shown = serious
    .slice(0, MOST_TO_DO)
    .map(({ level, words, hint }) => text([`${level}: ${words}`, hint].filter(Boolean).join('\n')));
  return serious.length > shown.length ? [...shown, text(`… and ${serious.length - shown.length} more`)] : shown;
}

function findingTable(findings: readonly Finding[]): Block {
  return table({
    title: 'Findings',
    columns: [
      { key: 'level', label: 'level' },
      { key: 'about', label: 'about' },
      { key: 'found', label: 'found' },
    ],
    rows: findings.map(({ level, code, words }) => [level, code, words]),
    empty: 'Nothing was looked at.',
  });
}

function nextActions(stops: readonly Finding[]): NextAction[] {
  if (stops.length === 0) return [{ label: 'See the plan', command: 'deploy' }];
  const again = { label: 'Look again', command: 'preflight' };
  return stops.some(({ code }) => code === 'rights')
    ? [{ label: 'See which rights are needed', command: 'rbac' }, again]
    : [again];
}
