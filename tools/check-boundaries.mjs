#!/usr/bin/env node
/**
 * Proves the import directions: packages from the Nx project graph, and that each foreign library of the SDK has one
 * folder that imports it. Prints every breach and exits 1, or one line and exits 0.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph.js';

/** From top to bottom; a layer may import those after it. */
const LAYERS = [['test'], ['cli', 'slack-bot', 'gateway-guard'], ['commands'], ['user-session'], ['sdk']];

/** Foreign libraries that one place alone may know. */
const OWNERS = [
  { library: '@kubernetes/client-node', owner: 'packages/sdk/src/kube' },
  { library: 'undici', owner: 'packages/sdk/src/kube' },
  { library: 'js-yaml', owner: 'packages/sdk/src/yaml' },
  { library: 'execa', owner: 'packages/sdk/src/helm' },
  { library: '@jupyterlab/services', owner: 'packages/user-session/src' },
  { library: 'commander', owner: 'apps/cli' },
  { library: '@clack/prompts', owner: 'apps/cli' },
  { library: '@slack/', owner: 'apps/slack-bot' },
];

/** Programs that are one small file, with all of the workspace that may be in it. */
const SMALL = [{ folder: 'apps/gateway-guard/src', allowed: ['@naas/sdk/home-slug'] }];

const breaches = [...(await wrongDirections()), ...(await strayImports())];
for (const breach of breaches) console.error(breach);
if (breaches.length === 0) console.log('import directions: all point downwards');
process.exitCode = breaches.length === 0 ? 0 : 1;

async function wrongDirections() {
  const graph = await createProjectGraphAsync({ exitOnError: true });
  const height = (project) => {
    const tag = graph.nodes[project]?.data.tags?.find((each) => each.startsWith('layer:'));
    return LAYERS.findIndex((layer) => layer.includes(tag?.slice('layer:'.length)));
  };
  return Object.values(graph.dependencies)
    .flat()
    .filter(({ source, target }) => height(source) >= 0 && height(target) >= 0)
    .filter(({ source, target }) => height(target) <= height(source))
    .map(({ source, target }) => `${source} must not import ${target}: imports point downwards`);
}

async function strayImports() {
  const found = [];
  for (const folder of ['packages', 'apps']) {
    for (const path of await readdir(folder, { recursive: true })) {
      if (!path.endsWith('.ts') || path.includes('node_modules') || path.split(sep).includes('dist')) continue;
      const file = join(folder, path);
      const text = await readFile(file, 'utf8');
      for (const [, name] of text.matchAll(/\bfrom '([^'.][^']*)'/g)) {
        const rule = OWNERS.find(({ library }) => name === library || name.startsWith(library));
        const small = SMALL.find(({ folder }) => file.startsWith(`${folder}${sep}`));
        if (small && name.startsWith('@naas/') && !small.allowed.includes(name)) {
          found.push(`${file} must not import ${name}: of the workspace only ${small.allowed.join(', ')}`);
        }
        if (rule && !file.startsWith(`${rule.owner}${sep}`)) {
          found.push(`${file} must not import ${name}: only ${rule.owner} does`);
        }
      }
    }
  }
  return found;
}
