#!/usr/bin/env node
/**
 * Puts the command line and all it needs into one file, `apps/cli/dist/naas.js`. Loading the Kubernetes client module by
 * module takes longer than most commands (docs/adr/0010-one-file-for-the-command-line.md).
 */
import { bundle, inRepository } from './bundle.mjs';

/**
 * Leaves out what is most of the Kubernetes client: classes for every kind, which the SDK does not use. The client does
 * not say that its modules have no side effects, and its port-forward names two of those classes for a way to forward
 * that the SDK does not take.
 */
const clientWithoutKinds = {
  name: 'client-without-kinds',
  setup(bundle) {
    bundle.onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving' || !/@kubernetes\/client-node/.test(`${from.importer} ${path}`)) return undefined;
      if (from.importer.endsWith('/portforward.js') && path === './gen/index.js') return { path, namespace: 'kinds' };
      const found = await bundle.resolve(path, { ...from, pluginData: 'resolving' });
      return found.path.endsWith('.js') ? { ...found, sideEffects: false } : found;
    });
    bundle.onLoad({ filter: /./, namespace: 'kinds' }, () => ({
      contents: 'export class AppsV1Api {} export class CoreV1Api {}',
    }));
  },
};

await bundle('apps/cli/src/main.ts', inRepository('apps/cli/dist/naas.js'), { plugins: [clientWithoutKinds] });
