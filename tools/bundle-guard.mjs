#!/usr/bin/env node
/**
 * Puts the guard and all it needs into one file: it runs from a ConfigMap on a plain Node image, so that nobody needs a
 * registry for it. `node tools/bundle-guard.mjs [FILE]`; without FILE it is `apps/gateway-guard/dist/gateway-guard.mjs`.
 */
import { bundle, inRepository } from './bundle.mjs';

const outfile = process.argv[2] ?? inRepository('apps/gateway-guard/dist/gateway-guard.mjs');
await bundle('apps/gateway-guard/src/main.ts', outfile, { keepNames: true });
