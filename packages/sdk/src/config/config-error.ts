import { NaasError } from '../errors.ts';

/** One mistake in `naas.yaml`: where it stands and what is wrong. */
export interface ConfigIssue {
  /** The place as a person would say it, for example `spec.hub.authenticator.allow[1]`. */
  readonly path: string;
  /** Line in the file, from 1; of the nearest key that is there when the key itself is missing. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
  readonly message: string;
  /** What was probably meant, where that can be guessed. */
  readonly suggestion: string | undefined;
}

/** `naas.yaml` does not describe a platform; the message has a line for every mistake, with its place. */
export class ConfigError extends NaasError {
  override readonly name: string = 'ConfigError';
  readonly issues: readonly ConfigIssue[];

  constructor(source: string, issues: readonly ConfigIssue[]) {
    const lines = issues.map(
      ({ path, line, column, message, suggestion }) =>
        `${source}:${line}:${column}  ${path === '' ? '' : `${path}: `}${message}${suggestion ? `; did you mean "${suggestion}"?` : ''}`,
    );
    super('CONFIG_INVALID', lines.join('\n'), { hint: 'Every key is described in docs/configuration.md.' });
    this.issues = issues;
  }
}
