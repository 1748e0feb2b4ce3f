#!/usr/bin/env node
import * as module from 'node:module';

// Reading the Kubernetes client's sources takes longer than most commands: newer Node keeps them compiled.
module.enableCompileCache?.();
await import('../dist/main.js');
