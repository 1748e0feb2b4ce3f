import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The path of a file that is named from the repository's root. */
export const inRepository = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Puts a program for Node and all it needs into one file; `options` are esbuild's own, besides. */
export function bundle(entry, outfile, options = {}) {
  return build({
    entryPoints: [inRepository(entry)],
    outfile,
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
    ...options,
  });
}
