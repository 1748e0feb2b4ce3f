/** More than this many complaints are counted, not listed. */
const MOST_LISTED = 5;

/**
 * Puts what a chart's values.schema.json complains about into `values.hub.db: ...` form, whichever Helm said it.
 *
 * @param text - The lines after Helm's headline: a chart's name, then `- ` and a complaint each.
 */
export function describeSchemaIssues(text: string): string {
  const lines = text.split('\n').filter((line) => /^\s*- /.test(line));
  const issues = lines
    // Helm 4 puts a headline such as "validation failed" over complaints that it indents.
    .filter((line, index) => indentation(lines[index + 1] ?? '') <= indentation(line))
    .map((line) => describeIssue(line.replace(/^\s*- /, '').trim()));
  if (issues.length === 0) return 'it does not say which';
  const listed = issues.slice(0, MOST_LISTED).join('; ');
  return issues.length > MOST_LISTED ? `${listed}; and ${issues.length - MOST_LISTED} more` : listed;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

function describeIssue(issue: string): string {
  // Helm 4: at '/hub/db': additional properties 'pcv' not allowed
  const pointer = /^at '([^']*)': (.*)$/.exec(issue);
  if (pointer) {
    const [, path = '', complaint = ''] = pointer;
    const steps = path
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    return describe(steps, complaint, /^additional propert(?:y|ies) (.*) not allowed$/);
  }
  // Helm 3: hub.db: Additional property pcv is not allowed
  const [, path = '', complaint = ''] = /^(\S+): (.*)$/.exec(issue) ?? [undefined, '', issue];
  const steps = path === '' || path === '(root)' ? [] : path.split('.');
  return describe(steps, complaint, /^Additional property (.*) is not allowed$/);
}

function describe(steps: readonly string[], complaint: string, unknownKey: RegExp): string {
  const unknown = unknownKey.exec(complaint)?.[1];
  if (unknown === undefined) return `${['values', ...steps].join('.')}: ${complaint}`;
  const keys = unknown.replaceAll("'", '').split(', ');
  return keys.map((key) => `${['values', ...steps, key].join('.')}: unknown key`).join('; ');
}
