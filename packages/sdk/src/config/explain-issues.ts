import type { z } from 'zod';
import { locateYaml } from '../yaml/index.ts';
import type { ConfigIssue } from './config-error.ts';
import { flowYaml } from './flow.ts';
import { configJsonSchema, exampleOf, properties, schemaAt, type SchemaNode } from './json-schema.ts';
import { closest } from './suggest.ts';

type Path = readonly (string | number)[];
type Finding = { readonly path: Path; readonly message: string; readonly suggestion?: string | undefined };
type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** Says of every issue of the schema where it stands in the text and what is wrong, in the order of the text. */
export function explainIssues(
  issues: readonly Issue[],
  { text, value }: { text: string; value: unknown },
): ConfigIssue[] {
  const schema = configJsonSchema();
  return issues
    .flatMap((issue) => findings(issue, schema, value))
    .map(({ path, message, suggestion }) => ({ path: pathText(path), ...locate(text, path), message, suggestion }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function findings(issue: Issue, schema: SchemaNode, value: unknown): Finding[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const given = valueAt(value, path);
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, schemaAt(schema, path));
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === 'custom' || issue.code === 'invalid_format') return [{ path, message: issue.message }];
  if (given === undefined) return [{ path, message: required(schemaAt(schema, path)) }];
  if (given === null) return [{ path, message: 'is empty: give it a value or remove the key' }];
  if (issue.code === 'invalid_union') {
    // A list with one wrong entry, or a mapping with one wrong key, is told by that, not by all that might stand there.
    const inside = issue.errors.find((branch) => branch.length > 0 && branch.every(isInside));
    const nested = inside?.flatMap((each) => findings({ ...each, path: [...path, ...each.path] }, schema, value));
    return nested ?? [{ path, message: issue.message }];
  }
  if (issue.code === 'invalid_value') return [wrongValue(issue, path, given)];
  return [{ path, message: issue.message }];
}

function isInside({ code, path }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

function unknownKeys(issue: IssueOf<'unrecognized_keys'>, path: Path, node: SchemaNode | undefined): Finding[] {
  const known = node ? properties(node).map(([key]) => key) : [];
  return issue.keys.map((key) => {
    const suggestion = closest(key, known);
    return {
      path: [...path, key],
      message: `unknown key${suggestion ? '' : ` (known here: ${known.join(', ')})`}`,
      suggestion,
    };
  });
}

function wrongValue(issue: IssueOf<'invalid_value'>, path: Path, given: unknown): Finding {
  const allowed = issue.values.map(String);
  const message = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
  return { path, message, suggestion: typeof given === 'string' ? closest(given, allowed) : undefined };
}

function required(node: SchemaNode | undefined): string {
  const example = node && exampleOf(node);
  return example === undefined ? 'is required' : `is required, for example ${flowYaml(example)}`;
}

/** Words for the issues that the schema itself has no sentence for, as zod asks for them while it parses. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    const quote = issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input);
    return `must be ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}${quote ? ': put it into quotes' : ''}`;
  }
  if (issue.code === 'too_small' && issue.origin === 'string') return 'must not be empty';
  if (issue.code === 'too_small')
    return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  return undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, key) => (current as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}

/** The place of a path in the text, or of the nearest parent that is there. */
function locate(text: string, path: Path): { line: number; column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const place = locateYaml(text, path.slice(0, length));
    if (place) return place;
  }
  return { line: 1, column: 1 };
}

function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
