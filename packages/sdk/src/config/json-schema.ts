import { z } from 'zod';
import { platformSchema } from './schema.ts';

/** One node of the JSON Schema of `naas.yaml`. */
export type SchemaNode = z.core.JSONSchema.JSONSchema;

/** The JSON Schema (draft 2020-12) of `naas.yaml` as a person writes it, for editors. */
export function configJsonSchema(): SchemaNode {
  const schema = z.toJSONSchema(platformSchema, {
    io: 'input',
    // zod drops the examples of what is transformed, as they might be of the output; ours are always of the input.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  return { ...schema, title: 'naas.yaml', description: 'One platform of Notebook as a Service.' };
}

/** Finds the node that describes the value at a path, or nothing where the schema knows no such place. */
export function schemaAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, key) => node && child(node, key), root);
}

/** The nodes of a mapping's keys, in the order in which the schema names them. */
export function properties(node: SchemaNode): [string, SchemaNode][] {
  return Object.entries(mappingOf(node).properties ?? {}).filter((entry): entry is [string, SchemaNode] =>
    isNode(entry[1]),
  );
}

/** The keys that a mapping cannot do without. */
export function requiredKeys(node: SchemaNode): readonly string[] {
  return mappingOf(node).required ?? [];
}

/** What a node is when it is a mapping: itself, or the one alternative that is one. */
function mappingOf(node: SchemaNode): SchemaNode {
  return [node, ...(node.anyOf ?? [])].filter(isNode).find((each) => each.properties) ?? node;
}

/** A value that would do at a node: its first example, else its default, else what its required keys would take. */
export function exampleOf(node: SchemaNode): unknown {
  if (node.examples?.[0] !== undefined) return node.examples[0];
  if (node.default !== undefined) return node.default;
  const keys = requiredKeys(node);
  const required = properties(node).filter(([key]) => keys.includes(key));
  if (required.length === 0) return undefined;
  return Object.fromEntries(required.map(([key, each]) => [key, exampleOf(each)]));
}

function child(node: SchemaNode, key: PropertyKey): SchemaNode | undefined {
  const candidates =
    typeof key === 'number' ? [node.items] : [node.properties?.[String(key)], node.additionalProperties];
  const found = candidates.flat().find(isNode);
  if (found) return found;
  for (const branch of node.anyOf ?? []) {
    const inside = isNode(branch) ? child(branch, key) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null;
}
