/** What `launch_kubernetes.py` gives to a pod's template; anything else would fail each start of a kernel. */
const TEMPLATE_VARIABLES = [
  'platform.image',
  'platform.namespace',
  'platform.claim',
  'platform.serviceAccount',
  'platform.uid',
  'platform.gid',
  'platform.homeMountPath',
  'platform.resources',
  'platform.nodeSelector',
  'platform.tolerations',
  'kernel.id',
  'kernel.pod_name',
  'kernel.home',
  'kernel.username',
  'kernel.working_dir',
  'kernel.env',
] as const;

export interface TemplateFault {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

const KNOWN: ReadonlySet<string> = new Set(TEMPLATE_VARIABLES);
const TAG = /\{#[\s\S]*?#\}|\{\{-?([\s\S]*?)-?\}\}|\{%-?([\s\S]*?)-?%\}|\{[{%#]/g;
const VALUE = /^([\w.]+)\s*\|\s*tojson$/;
const STATEMENT = /^(?:if\s+(?:not\s+)?([\w.]+)|else|endif)$/;

/**
 * Finds what a pod's template may not hold. A value is a known variable followed by `| tojson`, so that none can add
 * YAML of its own; the only statements are `if`, `else` and `endif` on a known variable.
 */
export function templateFaults(template: string): TemplateFault[] {
  return [...template.matchAll(TAG)].flatMap((match) => {
    const message = faultOf(match);
    return message ? [{ line: template.slice(0, match.index).split('\n').length, message }] : [];
  });
}

function faultOf([tag, value, statement]: RegExpMatchArray): string | undefined {
  if (value !== undefined) {
    const variable = VALUE.exec(value.trim())?.[1];
    return variable ? unknown(variable) : `${tag} is not a variable followed by "| tojson"`;
  }
  if (statement !== undefined) {
    const match = STATEMENT.exec(statement.trim());
    if (!match) return `${tag} is not one of if, else, endif`;
    return match[1] ? unknown(match[1]) : undefined;
  }
  return tag.length === 2 ? `${tag} is never closed` : undefined;
}

function unknown(variable: string): string | undefined {
  return KNOWN.has(variable) ? undefined : `${variable} is not a variable of the launcher`;
}
