import { z } from 'zod';
import { about, report } from './parts.ts';
import type { Fault } from './rules.ts';

/** What a chart is called where it is published, and what stands for what a file does not say. */
export interface PublishedChart {
  readonly name: string;
  readonly version: string;
  /** Absent where nobody publishes the chart in a repository. */
  readonly repository?: string;
}

/** Where a chart comes from: a pinned version in a repository, or a folder or archive of one's own. */
export function chartSource(published: PublishedChart, description: string) {
  const { name, repository, version } = published;
  return z
    .strictObject({
      name: z.exactOptional(
        z
          .string()
          .min(1)
          .meta(about(`Name in the repository; \`${name}\` unless said.`, name)),
      ),
      repository: z.exactOptional(
        z
          .string()
          .regex(/^https?:\/\/[^\s@]+$/, {
            error: 'must be the http or https address of a chart repository, without a password',
          })
          .meta(
            repository === undefined
              ? about('Address of a repository that has the chart.', 'https://charts.example.com/')
              : about('Address of the repository; the official one unless said.', repository),
          ),
      ),
      version: z.exactOptional(
        z
          .string()
          .regex(/^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/, { error: `must be one exact version, for example ${version}` })
          .meta(about(`Exact version; ${version} unless said.`, version)),
      ),
      path: z.exactOptional(
        z
          .string()
          .min(1)
          .meta(
            about('A chart folder or .tgz instead, from the folder of this file.', `./charts/${name}-${version}.tgz`),
          ),
      ),
    })
    .transform(({ path, ...given }, context) => {
      const source = { ...published, ...given };
      if (path !== undefined && Object.keys(given).length === 0) return { path };
      if (path === undefined && source.repository !== undefined) return { ...source, repository: source.repository };
      report(context, [path === undefined ? NOWHERE : TWO_PLACES]);
      return z.NEVER;
    })
    .meta(about(description));
}

const TWO_PLACES: Fault = {
  path: ['path'],
  message: 'takes the place of name, repository and version: keep one of both',
};

const NOWHERE: Fault = {
  path: [],
  message: 'needs path, or the repository that has it: nobody publishes this chart in one',
};

/** Values of a chart, merged last; `faultsOf` finds those that may not be there. */
export function chartValues(
  faultsOf: (values: Readonly<Record<string, unknown>>) => readonly Fault[],
  { description, example }: { readonly description: string; readonly example: object },
) {
  return z
    .record(z.string(), z.unknown())
    .superRefine((values, context) => report(context, faultsOf(values)))
    .default({})
    .meta(about(description, example));
}
