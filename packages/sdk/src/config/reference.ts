import { flowYaml } from './flow.ts';
import { configJsonSchema, properties, requiredKeys, type SchemaNode } from './json-schema.ts';

interface Row {
  readonly key: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** Renders the reference of `naas.yaml` as Markdown: a section for each part, a table of its keys. */
export function configReference(): string {
  const root = configJsonSchema();
  const spec = properties(root).find(([key]) => key === 'spec')?.[1] ?? {};
  const head = { ...root, properties: Object.fromEntries(properties(root).filter(([key]) => key !== 'spec')) };
  const parts = properties(spec).map(([key, node]) => section(`spec.${key}`, node));
  return `${[INTRODUCTION, table(rows(head)), ...parts].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Generated from the schema by \`npm run docs\`. -->

# Configuration

\`naas.yaml\` describes one platform. A key that is not listed here is an error. Examples to start from are in
[examples](examples). Editors that know JSON Schema check the file while you write when its first line is
\`# yaml-language-server: $schema=\` and the address where you keep [naas.schema.json](naas.schema.json).

Secrets are named, never written: \`{ secretRef: { name, key } }\` is a key of a Secret in namespace \`naas-system\`. Relative
paths start from the folder of the file. A duration has its unit: \`90s\`, \`5m\`, \`1h\`. A quantity is written as Kubernetes
does: \`500m\`, \`256Mi\`, \`15Gi\`.`;

function section(title: string, node: SchemaNode): string {
  return [`## ${title}`, node.description ?? '', table(rows(node))].join('\n\n');
}

function rows(node: SchemaNode, prefix = ''): Row[] {
  return properties(node).flatMap(([name, child]) => {
    const key = `${prefix}${name}`;
    return [{ key, node: child, required: requiredKeys(node).includes(name) }, ...rows(child, `${key}.`)];
  });
}

function table(list: readonly Row[]): string {
  const lines = list.map(({ key, node, required }) =>
    [`\`${key}\``, typeText(node), defaultText(node, required), what(node)].map(escapeCell).join(' | '),
  );
  return ['| key | type | default | what |', '| --- | --- | --- | --- |', ...lines.map((line) => `| ${line} |`)].join(
    '\n',
  );
}

function typeText(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${flowYaml(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${flowYaml(value)}\``).join(', ');
  if (node.title !== undefined) return node.title;
  if (node.anyOf) return node.anyOf.map(typeText).join(' or ');
  if (node.type === 'array') return `list of ${typeText(node.items as SchemaNode)}`;
  return TYPE_WORDS[String(node.type)] ?? 'any';
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'mapping',
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
};

function defaultText(node: SchemaNode, required: boolean): string {
  if (required) return '**required**';
  if (node.default === undefined) return '';
  return node.properties ? '' : `\`${flowYaml(node.default)}\``;
}

function what(node: SchemaNode): string {
  const example = node.examples?.[0];
  const shown = example !== undefined && node.default === undefined && node.const === undefined;
  return `${node.description ?? ''}${shown ? ` For example \`${flowYaml(example)}\`.` : ''}`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
