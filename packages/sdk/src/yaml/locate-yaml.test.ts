import { describe, expect, it } from 'vitest';
import { locateYaml } from './locate-yaml.ts';

const text = [
  'apiVersion: naas.dev/v1', // 1
  'spec:', // 2
  '  hub: &hub', // 3
  '    service: { type: LoadBalancer, ports: [80, 443] }', // 4
  '  list:', // 5
  '    - name: a', // 6
  '    # a comment between', // 7
  '    - name: b', // 8
  '      deep: [[1], [2, 3]]', // 9
  '  "quoted key": |', // 10
  '    spec: not a key', // 11
  '  again: *hub', // 12
  '  empty:', // 13
  '  443: number', // 14
].join('\n');

describe('locateYaml', () => {
  it.each([
    [['apiVersion'], 1, 1],
    [['spec', 'hub'], 3, 3],
    [['spec', 'hub', 'service', 'type'], 4, 16],
    [['spec', 'hub', 'service', 'ports', 1], 4, 48],
    [['spec', 'list', 1, 'name'], 8, 7],
    [['spec', 'list', 1, 'deep', 1, 0], 9, 20],
    [['spec', 'quoted key'], 10, 4],
    [['spec', 'again'], 12, 3],
    [['spec', 'empty'], 13, 3],
    [['spec', '443'], 14, 3],
    [[], 1, 1],
  ])('finds %j', (path, line, column) => {
    expect(locateYaml(text, path)).toEqual({ line, column });
  });

  it('gives the last step that is there when a path leads further', () => {
    expect(locateYaml(text, ['spec', 'hub', 'chart', 'version'])).toEqual({ line: 3, column: 3 });
    expect(locateYaml(text, ['spec', 'list', 7, 'name'])).toEqual({ line: 5, column: 3 });
  });

  it('finds nothing in what has not even the first step, is empty or is no YAML', () => {
    expect(locateYaml(text, ['kind'])).toBeUndefined();
    expect(locateYaml('', ['kind'])).toBeUndefined();
    expect(locateYaml('', [])).toBeUndefined();
    expect(locateYaml('a: [', ['a'])).toBeUndefined();
  });

  it('counts lines that end as Windows ends them', () => {
    expect(locateYaml('a: 1\r\nb:\r\n  c: 1\r\n', ['b', 'c'])).toEqual({ line: 3, column: 3 });
  });
});
