import { z } from 'zod';
import { parseAnswer } from './answer.ts';

/** What a Helm release is called, and where it lives. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
}

/** One revision of a Helm release. */
export interface Release extends ReleaseRef {
  readonly revision: number;
  /** Helm's own word: `deployed`, `failed`, `superseded`, `uninstalling`, `pending-upgrade` and the like. */
  readonly status: string;
  readonly chart: { readonly name: string; readonly version: string };
  readonly appVersion: string;
  readonly description: string;
  /** RFC 3339. */
  readonly updated: string;
}

const historyRows = z.array(
  z.object({
    revision: z.number(),
    updated: z.string(),
    status: z.string(),
    chart: z.string(),
    app_version: z.string().default(''),
    description: z.string().default(''),
  }),
);

const listRows = z.array(
  z.object({
    name: z.string(),
    namespace: z.string(),
    revision: z.coerce.number(),
    updated: z.string(),
    status: z.string(),
    chart: z.string(),
    app_version: z.string().default(''),
  }),
);

const wholeRelease = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  info: z.object({ last_deployed: z.string(), description: z.string().default(''), status: z.string() }),
  chart: z.object({
    metadata: z.object({ name: z.string(), version: z.string(), appVersion: z.string().default('') }),
  }),
});

/** Reads `helm history -o json`, oldest first. */
export function parseHistory(text: string, ref: ReleaseRef): Release[] {
  return parseAnswer(historyRows, text).map((row) => ({
    name: ref.name,
    namespace: ref.namespace,
    revision: row.revision,
    status: row.status,
    chart: splitChart(row.chart),
    appVersion: row.app_version,
    description: row.description,
    updated: row.updated,
  }));
}

/** Reads `helm list -o json`, which knows no description. */
export function parseList(text: string): Release[] {
  return parseAnswer(listRows, text).map((row) => ({
    name: row.name,
    namespace: row.namespace,
    revision: row.revision,
    status: row.status,
    chart: splitChart(row.chart),
    appVersion: row.app_version,
    description: '',
    updated: row.updated,
  }));
}

/** Reads `helm upgrade -o json`. It holds the values and the manifest besides, with their secrets: both are dropped. */
export function parseRelease(text: string): Release {
  const { name, namespace, version, info, chart } = parseAnswer(wholeRelease, text);
  return {
    name,
    namespace,
    revision: version,
    status: info.status,
    chart: { name: chart.metadata.name, version: chart.metadata.version },
    appVersion: chart.metadata.appVersion,
    description: info.description,
    updated: info.last_deployed,
  };
}

/** Takes `enterprise-gateway-3.3.0` apart: the version begins at the first hyphen before a full semantic version. */
export function splitChart(chart: string): { name: string; version: string } {
  const [, name, version] = /^(.*?)-(v?\d+\.\d+\.\d+.*)$/.exec(chart) ?? [];
  return { name: name ?? chart, version: version ?? '' };
}
