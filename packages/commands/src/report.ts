import type { Verb } from '@naas/sdk';

/** How a reader should take a report: at a glance, before its words. */
export type Tone = 'good' | 'neutral' | 'warning' | 'bad';

/**
 * What became of a command, for programs: `undecided` asks for a choice the words did not make, `declined` is a
 * question answered with no, `unwell` was read well but is not well, `changes` is a plan that would change something.
 */
export type Outcome = 'done' | 'changes' | 'unwell' | 'declined' | 'undecided' | 'failed';

/** What a command tells when it is through, as data: a terminal, Slack and `--json` show the same report. */
export interface Report {
  /** The result in one sentence, without a full stop. */
  readonly title: string;
  readonly tone: Tone;
  readonly outcome: Outcome;
  readonly blocks: readonly Block[];
  /** The result in full for programs; what `--json` prints. */
  readonly data: unknown;
  /** Writes the text of a file, for where a person can keep one: the plan that `plan` shows. */
  readonly file?: () => string;
  /** What the reader may want to do now. */
  readonly next?: readonly NextAction[];
}

/** A command worth offering, as a button or as a line to type. */
export interface NextAction {
  readonly label: string;
  /** A line of the grammar, as `kill-kernel alice 1f3a5c77`. */
  readonly command: string;
}

export type Block = TextBlock | FactsBlock | TableBlock | DiffBlock | PictureBlock;

/** A paragraph of plain text; it carries no markup. */
export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
}

export interface FactsBlock {
  readonly kind: 'facts';
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly title: string;
  readonly columns: readonly Column[];
  /** One cell a column; at most {@link MAX_ROWS} rows. */
  readonly rows: readonly (readonly string[])[];
  /** Rows that were left out; a renderer that drops more adds to them and says the sum. */
  readonly omitted: number;
  /** What stands in place of a table without rows. */
  readonly empty: string;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
}

/** What a plan would do, one entry an action. */
export interface DiffBlock {
  readonly kind: 'diff';
  readonly actions: readonly DiffAction[];
  /** Actions that were left out. */
  readonly omitted: number;
}

export interface DiffAction {
  readonly verb: Exclude<Verb, 'noop'> | 'check';
  /** What is acted on, as `Deployment enterprise-gateway/enterprise-gateway`. */
  readonly subject: string;
  /** Fields in words, as `spec.replicas: 1 → 2` or `spec.replicas: taken over from kubectl-edit`. */
  readonly changes: readonly string[];
  /** Why, where the verb alone does not say. */
  readonly reason?: string;
}

export interface PictureBlock {
  readonly kind: 'picture';
  readonly png: Uint8Array;
  /** What the picture shows, for those who cannot see it. */
  readonly alt: string;
}

/** The most rows a table of a report has, so that a report of ten thousand people is still one to read. */
export const MAX_ROWS = 100;

/** Makes a paragraph. */
export function text(words: string): TextBlock {
  return { kind: 'text', text: words };
}

/** Makes a list of labels with values. */
export function facts(entries: Readonly<Record<string, string>>): FactsBlock {
  return { kind: 'facts', facts: Object.entries(entries).map(([label, value]) => ({ label, value })) };
}

/** Makes a table and keeps it within {@link MAX_ROWS} rows. */
export function table(content: Omit<TableBlock, 'kind' | 'omitted'>): TableBlock {
  const rows = content.rows.slice(0, MAX_ROWS);
  return { kind: 'table', ...content, rows, omitted: content.rows.length - rows.length };
}
