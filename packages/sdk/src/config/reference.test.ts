import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configJsonSchema, configReference } from './index.ts';
import { properties, type SchemaNode } from './json-schema.ts';

const docs = new URL('../../../../docs/', import.meta.url);

test('the documents in the repository are those of the schema', async () => {
  expect(await readFile(new URL('configuration.md', docs), 'utf8')).toBe(configReference());
  expect(JSON.parse(await readFile(new URL('naas.schema.json', docs), 'utf8'))).toEqual(configJsonSchema());
});

test('every key says what it is for', () => {
  const silent = (node: SchemaNode, path: string): string[] =>
    properties(node).flatMap(([key, child]) => {
      const here = path === '' ? key : `${path}.${key}`;
      return [...(child.description ? [] : [here]), ...silent(child, here)];
    });
  expect(silent(configJsonSchema(), '')).toEqual([]);
});

test('the JSON Schema asks of a person only what has no default', () => {
  const schema = configJsonSchema();
  const spec = schema.properties?.['spec'] as SchemaNode;
  expect(schema.required).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(spec.required).toEqual(['storage', 'hub']);
  expect(spec.additionalProperties).toBe(false);
});

test('the reference gives type, default and an example of a key', () => {
  const reference = configReference();
  expect(reference).toContain(
    '| `cull.idleAfter` | duration | `1h` | A kernel that did nothing for so long is stopped. |',
  );
  expect(reference).toContain('| `service.type` | `ClusterIP`, `NodePort`, `LoadBalancer` | `LoadBalancer` |');
  expect(reference).toMatch(/\| `homes\.nfs\.server` \| host \| \*\*required\*\* \|.*For example `192\.168\.1\.10`/);
});
