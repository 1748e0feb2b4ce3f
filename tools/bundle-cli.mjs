#!/usr/bin/env node
/**
 * Puts the command line and all it needs into one file, `apps/cli/dist/naas.js`. Loading the Kubernetes client module by
 * module takes longer than most commands (docs/adr/).
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative) => fileURLToPath(new URL(`../apps/cli/${relative}`, import.meta.url));

await build({
  entryPoints: [path('src/main.ts')],
  outfile: path('dist/naas.js'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@naas/source'],
  // CommonJS libraries in the bundle ask for Node's own modules with `require`.
  banner: {
    js: "import { createRequire as __require } from 'node:module'; const require = __require(import.meta.url);",
  },
  logLevel: 'warning',
});
