import { YAMLException, loadAll } from 'js-yaml';
import { NaasError } from '../errors.ts';
import { K8S } from './schema.ts';

export interface ParseYamlOptions {
  /** What the text is called in errors, a file name mostly. @default 'YAML' */
  readonly source?: string;
}

/** More aliases than a person writes: beyond it a small file may unfold into a huge value. */
const MAX_ALIASES = 50;

/**
 * Reads one YAML document the way Helm and kubectl do; an empty text is undefined.
 *
 * @throws NaasError `CONFIG_INVALID` with line and column when the text is not YAML, or holds several documents.
 */
export function parseYaml(text: string, options: ParseYamlOptions = {}): unknown {
  const documents = parseYamlDocuments(text, options);
  if (documents.length > 1) {
    throw new NaasError(
      'CONFIG_INVALID',
      `${options.source ?? 'YAML'} holds ${documents.length} documents; one is expected.`,
    );
  }
  return documents[0];
}

/**
 * Reads a stream of YAML documents, as `helm template` prints it. A document with nothing in it is null.
 *
 * @throws NaasError `CONFIG_INVALID` with line and column when the text is not YAML.
 */
export function parseYamlDocuments(text: string, { source = 'YAML' }: ParseYamlOptions = {}): unknown[] {
  try {
    return loadAll(text, { schema: K8S, maxAliases: MAX_ALIASES });
  } catch (cause) {
    const { reason, mark } = cause instanceof YAMLException ? cause : { reason: String(cause), mark: undefined };
    const where = mark ? `${source}:${mark.line + 1}:${mark.column + 1}` : source;
    throw new NaasError('CONFIG_INVALID', `${where}: ${reason}`, { cause });
  }
}
