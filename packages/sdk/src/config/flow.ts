import { parseYaml } from '../yaml/index.ts';

/** Writes a value as YAML on one line, quoted only where it must be, as a person would write it into `naas.yaml`. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(flowYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${flowYaml(key)}: ${flowYaml(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  // The letters keep it apart from what means something inside a list; reading it back, from what is a number or true.
  const plain = /^[\w/.+-][\w/.+:@-]*$/.test(value) && parseYaml(value) === value;
  return plain ? value : JSON.stringify(value);
}
