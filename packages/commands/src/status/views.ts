import type { PlatformStatus } from '@naas/sdk';
import { table, type Column, type TableBlock } from '../report.ts';
import { age } from '../words/index.ts';

/** The five views the lab looks at by kubectl and Helm: volumes, claims, services, pods, releases. */
export function labViews(status: PlatformStatus, now: number): TableBlock[] {
  return [...storageViews(status), serviceView(status), podView(status, now), releaseView(status)];
}

/** Where people's files are: volumes, and the claims on them. */
export function storageViews(status: PlatformStatus): TableBlock[] {
  return [
    table({
      title: 'Volumes',
      columns: columns('name', 'capacity', 'phase', 'claim', 'reclaim policy', 'class', 'source'),
      rows: status.volumes.map((row) => [
        row.name,
        row.capacity,
        row.phase,
        row.claim,
        row.reclaimPolicy,
        row.storageClass,
        row.source,
      ]),
      empty: 'No volume.',
    }),
    table({
      title: 'Claims',
      columns: columns('namespace', 'name', 'phase', 'volume', 'capacity', 'class'),
      rows: status.claims.map((row) => [
        row.namespace,
        row.name,
        row.phase,
        row.volume,
        row.capacity,
        row.storageClass,
      ]),
      empty: 'No claim.',
    }),
  ];
}

function serviceView({ services }: PlatformStatus): TableBlock {
  return table({
    title: 'Services',
    columns: columns('namespace', 'name', 'type', 'cluster IP', 'external IP', 'ports'),
    rows: services.map((row) => [row.namespace, row.name, row.type, row.clusterIp, row.externalIp, row.ports]),
    empty: 'No service.',
  });
}

function releaseView({ releases }: PlatformStatus): TableBlock {
  return table({
    title: 'Releases',
    columns: columns('namespace', 'name', 'revision', 'status', 'chart', 'app version', 'updated'),
    rows: releases.map((row) => [
      row.namespace,
      row.name,
      String(row.revision),
      row.status,
      row.chart,
      row.appVersion,
      row.updated,
    ]),
    empty: 'No release.',
  });
}

function podView({ pods }: PlatformStatus, now: number): TableBlock {
  return table({
    title: 'Pods',
    columns: columns('namespace', 'name', 'what', 'ready', 'phase', 'restarts', 'age', 'reason'),
    rows: pods.map((row) => [
      row.namespace,
      row.name,
      row.person === undefined ? row.role : `${row.role} of ${row.person}`,
      row.ready,
      row.phase,
      String(row.restarts),
      age(row.startedAt, now),
      row.reason ?? '',
    ]),
    empty: 'No pod.',
  });
}

const NUMBERS = new Set(['capacity', 'revision', 'restarts', 'age']);

function columns(...labels: string[]): Column[] {
  return labels.map((label) => ({ key: label, label, ...(NUMBERS.has(label) ? { align: 'right' } : {}) }));
}
