#!/usr/bin/env node
/**
 * Puts the guard and all it needs into one file: it runs from a ConfigMap on a plain Node image, so that nobody needs a
 * registry for it. `node tools/bundle-guard.mjs [FILE]`; without FILE it is `apps/gateway-guard/dist/gateway-guard.mjs`.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative) => fileURLToPath(new URL(`../apps/gateway-guard/${relative}`, import.meta.url));

await build({
  entryPoints: [path('src/main.ts')],
  outfile: process.argv[2] ?? path('dist/gateway-guard.mjs'),
  bundle: true,
  minify: true,
  keepNames: true,
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
