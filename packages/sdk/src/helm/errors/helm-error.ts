import { NaasError, type NaasErrorCode, type Subject } from '../../errors.ts';
import { maskValues } from './mask-values.ts';
import type { ReleaseRef } from '../releases/release.ts';
import { describeSchemaIssues } from './schema-issues.ts';

export interface FailedCommand {
  /** Helm's command: `upgrade`, `history`. */
  readonly action: string;
  /** Undefined when a signal ended Helm. */
  readonly exitCode: number | undefined;
  readonly subject: ReleaseRef | undefined;
  readonly values: Readonly<Record<string, unknown>> | undefined;
}

interface Wording {
  readonly pattern: RegExp;
  readonly code: NaasErrorCode;
  /** What failed, in a sentence; gets the groups of the pattern and the release. */
  readonly sentence: (match: RegExpExecArray, release: string) => string;
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly subject?: (match: RegExpExecArray) => Subject;
}

const OTHER_CHART = 'Check chart name, version and repository, or give the path of a packed chart (.tgz).';
const REPAIR =
  'See `helm history`. When no other Helm is at work, deploy again: what was left half done is repaired first.';
const RIGHTS = 'Ask for the right that is named here, or use a kubeconfig that has it.';
const SERVER = 'Check that the API server runs and that kubeconfig and context point at it.';

/** Helm 3 and 4 tell failures apart by text alone. The first pattern that fits wins: the particular before the general. */
const WORDINGS: readonly Wording[] = [
  {
    pattern: /values don't meet the specifications of the schema\(s\) in the following chart\(s\):\n(?<issues>[\s\S]*)/,
    code: 'HELM_VALUES_INVALID',
    sentence: ({ groups }, release) =>
      `The chart of ${release} refuses values: ${describeSchemaIssues(groups?.['issues'] ?? '')}.`,
    hint: 'Correct the keys named here: the ones of this product in naas.yaml, the chart’s own under `values:`.',
  },
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    code: 'HELM_RELEASE_STUCK',
    sentence: (_, release) => `Another Helm works on ${release}, or was killed while it did.`,
    hint: REPAIR,
  },
  {
    pattern: /cannot re-?use a name that is still in use|has no deployed releases|release has no 0 version/,
    code: 'HELM_RELEASE_STUCK',
    sentence: (_, release) => `${release} never came to the end of a deployment, and Helm cannot go on from there.`,
    hint: REPAIR,
  },
  {
    pattern: /looks like "([^"]*)" is not a valid chart repository or cannot be reached(?:: ([^\n]*))?/,
    code: 'HELM_CHART_NOT_FOUND',
    sentence: ([, url, reason = 'no answer']) => `The chart repository ${url} cannot be read: ${reason}.`,
    hint: 'Check the address and the network, or give the path of a packed chart (.tgz).',
    retryable: true,
  },
  {
    pattern: /chart "([^"]*)" (?:version "([^"]*)"|matching (\S+)) not found in (\S+)/,
    code: 'HELM_CHART_NOT_FOUND',
    sentence: ([, name, version, matching, where]) => `There is no chart ${name} ${version ?? matching} in ${where}.`,
    hint: OTHER_CHART,
  },
  {
    pattern: /path "([^"]*)" not found/,
    code: 'HELM_CHART_NOT_FOUND',
    sentence: ([, path]) => `There is no chart at ${path}.`,
    hint: OTHER_CHART,
  },
  {
    pattern:
      /Chart\.yaml file is missing|unable to detect chart at|does not appear to be a gzipped archive|chart\.metadata[^\n]* is required/,
    code: 'HELM_CHART_NOT_FOUND',
    sentence: (_, release) =>
      `What is given as the chart of ${release} is none: neither a folder with a Chart.yaml nor a packed chart.`,
    hint: OTHER_CHART,
  },
  {
    pattern:
      /chart "([^"]*)" not found in (\S+)|(failed to (?:download|perform|authorize|fetch)[^\n]*)|(non-absolute URLs[^\n]*)/,
    code: 'HELM_CHART_NOT_FOUND',
    sentence: ([, name, where, download, url]) =>
      name ? `There is no chart ${name} in ${where}.` : `The chart cannot be had: ${download ?? url}.`,
    hint: OTHER_CHART,
  },
  {
    pattern: /chart requires kubeVersion: (.+) which is incompatible with Kubernetes (\S+)/,
    code: 'HELM_FAILED',
    sentence: ([, wanted, found], release) =>
      `The chart of ${release} needs Kubernetes ${wanted}; the cluster is ${found}.`,
    hint: 'Update the cluster, or take an older version of the chart.',
  },
  {
    pattern: /(\S+) "([^"]+)" in namespace "([^"]*)" exists and cannot be imported into the current release/,
    code: 'KUBE_CONFLICT',
    sentence: ([, kind, name, namespace], release) =>
      `${kind} ${[namespace, name].filter(Boolean).join('/')} exists and belongs to something other than ${release}.`,
    hint: 'Delete or rename that object, or let the release take it over.',
    subject: ([, kind = '', name = '', namespace]) => ({ kind, name, ...(namespace ? { namespace } : {}) }),
  },
  {
    pattern: /conflicts? with "([^"]+)"[^\n]*:((?:\n[-\s]+\S+| \S+)+)/,
    code: 'KUBE_CONFLICT',
    sentence: ([, manager, fields = ''], release) =>
      `${release} sets fields that "${manager}" has set: ${fields.match(/\.\S+/g)?.join(', ')}.`,
    hint: 'Undo that change, or let the release take the fields over.',
  },
  {
    pattern: /release: not found/,
    code: 'KUBE_NOT_FOUND',
    sentence: (_, release) => `There is no ${release}.`,
  },
  {
    pattern: /release has no (\d+) version/,
    code: 'KUBE_NOT_FOUND',
    sentence: ([, revision], release) => `The history of ${release} has no revision ${revision}, or no longer.`,
    hint: 'See what it has: helm history.',
  },
  {
    pattern: /namespaces "([^"]+)" not found/,
    code: 'KUBE_NOT_FOUND',
    sentence: ([, name], release) => `${release} cannot be deployed: there is no namespace ${name}.`,
    subject: ([, name = '']) => ({ kind: 'Namespace', name }),
  },
  {
    pattern: /asked for the client to provide credentials|Unauthorized/,
    code: 'KUBE_UNAUTHORIZED',
    sentence: () => 'The API server does not accept the credentials of the kubeconfig.',
    hint: 'Sign in again, or use another kubeconfig.',
  },
  {
    pattern: /[Kk]ubernetes cluster unreachable: ([^\n]*)/,
    code: 'KUBE_UNREACHABLE',
    sentence: ([, reason]) => `The Kubernetes API server cannot be reached: ${reason}.`,
    hint: SERVER,
    retryable: true,
  },
  {
    pattern: /[^\n]*is forbidden: [^\n]*/,
    code: 'KUBE_FORBIDDEN',
    sentence: ([line], release) => `The cluster refuses what ${release} needs: ${line}.`,
    hint: RIGHTS,
  },
  {
    pattern: /timed out waiting for the condition|context deadline exceeded|client rate limiter Wait returned an error/,
    code: 'TIMED_OUT',
    sentence: (_, release) => `${release} was not ready in time.`,
    hint: 'Look at the pods and events of its namespace, or allow more time.',
    retryable: true,
  },
  {
    pattern: /no matches for kind "([^"]+)" in version "([^"]+)"/,
    code: 'KUBE_INVALID',
    sentence: ([, kind, version], release) =>
      `${release} holds a ${kind} (${version}), which this cluster does not know.`,
    hint: 'Install what defines that kind first.',
  },
  {
    pattern: /execution error at \([^)]*\): ([^\n]*)|template: ([^\n]*)/,
    code: 'HELM_VALUES_INVALID',
    sentence: ([, reason, detail], release) =>
      `The chart of ${release} cannot be rendered with these values: ${reason ?? detail}.`,
  },
  {
    pattern: /[^\n]*(?:is invalid: |admission webhook "[^"]+" denied|strict decoding error)[^\n]*/,
    code: 'KUBE_INVALID',
    sentence: ([line], release) => `The cluster refuses an object of ${release}: ${line}.`,
  },
  {
    pattern: /too many requests|[Tt]oo many requests|etcdserver: (?:request timed out|leader changed)/,
    code: 'KUBE_BUSY',
    sentence: () => 'The Kubernetes API server is too busy to answer.',
    retryable: true,
  },
  {
    pattern: /connection refused|connection reset|i\/o timeout|TLS handshake timeout|no route to host|unexpected EOF/,
    code: 'KUBE_UNREACHABLE',
    sentence: ([reason]) => `The Kubernetes API server stopped answering: ${reason}.`,
    hint: SERVER,
    retryable: true,
  },
];

/** Turns what a failed Helm printed into an error of ours. Values it was given are masked in every sentence. */
export function helmError(stderr: string, command: FailedCommand): NaasError {
  const text = maskValues(errorText(stderr), command.values);
  const release = command.subject ? `release ${command.subject.namespace}/${command.subject.name}` : 'the release';
  const subject = command.subject && { kind: 'Release', ...command.subject };
  for (const wording of WORDINGS) {
    const match = wording.pattern.exec(text);
    if (!match) continue;
    return new NaasError(wording.code, sentenceCase(wording.sentence(match, release)), {
      ...(wording.hint === undefined ? {} : { hint: wording.hint }),
      ...(wording.retryable === undefined ? {} : { retryable: wording.retryable }),
      ...(wording.subject ? { subject: wording.subject(match) } : subject && { subject }),
    });
  }
  const end = command.exitCode === undefined ? 'was ended by a signal' : `failed: ${firstLine(text)}`;
  return new NaasError('HELM_FAILED', `helm ${command.action} of ${release} ${end}`, { ...(subject && { subject }) });
}

/** Helm prints warnings and log lines first; what counts begins at the last line that says `Error:`. */
function errorText(stderr: string): string {
  const start = stderr.lastIndexOf('\nError: ') + 1;
  return stderr
    .slice(start)
    .replace(/^Error: /, '')
    .replace(/\n*Use --debug flag[^\n]*\n?$/, '')
    .trim();
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line === '' ? 'no reason given' : line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function sentenceCase(text: string): string {
  return (text[0]?.toUpperCase() ?? '') + text.slice(1).replaceAll(/\.{2,}$/g, '.');
}
