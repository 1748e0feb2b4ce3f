import { dump } from 'js-yaml';
import { SAFE_TO_READ } from './schema.ts';

export interface FormatYamlOptions {
  /** From which depth on lists and mappings are written in one line, as JSON does; 0 is all. @default never */
  readonly inlineFrom?: number;
}

/**
 * Writes a value as YAML that every reader of Kubernetes files takes for the same value: strings such as `on`, `0755`
 * and `12:30` are quoted. Members that are undefined are left out, as in JSON.
 */
export function formatYaml(value: unknown, { inlineFrom = -1 }: FormatYamlOptions = {}): string {
  return dump(value, { schema: SAFE_TO_READ, noRefs: true, lineWidth: -1, skipInvalid: true, flowLevel: inlineFrom });
}
