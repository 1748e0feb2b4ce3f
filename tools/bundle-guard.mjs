#!/usr/bin/env node
/**
 * Puts the guard and all it needs into one file, `apps/gateway-guard/dist/gateway-guard.mjs`: it runs from a ConfigMap on
 * a plain Node image, so that nobody needs a registry for it.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (relative) => fileURLToPath(new URL(`../apps/gateway-guard/${relative}`, import.meta.url));

await build({
  entryPoints: [path('src/main.ts')],
  outfile: path('dist/gateway-guard.mjs'),
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
