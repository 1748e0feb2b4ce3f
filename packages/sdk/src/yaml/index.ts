export { formatYaml } from './format-yaml.ts';
export { locateYaml, type YamlPosition } from './locate-yaml.ts';
export { parseYaml, parseYamlDocuments, type ParseYamlOptions } from './parse-yaml.ts';
