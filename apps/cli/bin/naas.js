#!/usr/bin/env node
import * as module from 'node:module';

// Newer Node keeps the program compiled from one run to the next.
module.enableCompileCache?.();
await import('../dist/naas.js');
