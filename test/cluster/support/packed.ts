import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLES, type Outcome, runInFolder } from '../../examples/run-in-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGES = ['sdk', 'user-session'];

/** What the README tells people on Node 20 to write. */
const PACKAGE_JSON = {
  private: true,
  type: 'module',
  overrides: { '@kubernetes/client-node': { undici: '7.30.2' } },
};

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  },
  include: ['*.ts'],
};

/** A stranger's folder outside the workspace, with both libraries installed from what `npm pack` makes. */
export interface PackedProject extends AsyncDisposable {
  readonly folder: string;
  /** Runs plain `node` there. */
  node(args: readonly string[], env?: Readonly<Record<string, string | undefined>>): Promise<Outcome>;
}

/** Packs both libraries, installs the archives, and compiles the examples beside them. */
export async function packedProject(examples: readonly string[]): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'naas-packed-'));
  const env = withoutNpm();
  for (const name of PACKAGES) {
    await must('npm', ['pack', '--pack-destination', folder], { folder: join(ROOT, 'packages', name), env });
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(PACKAGE_JSON));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  const archives = PACKAGES.map((name) => `./naas-${name}-0.1.0.tgz`);
  await must('npm', ['install', '--no-audit', '--no-fund', ...archives], { folder, env });
  for (const name of examples) await copyFile(`${EXAMPLES}${name}.ts`, join(folder, `${name}.ts`));
  await must(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], { folder, env });
  const readme = await readFile(join(folder, 'node_modules/@naas/sdk/README.md'), 'utf8');
  const [, script = ''] = /^```js\n([^]*?)^```$/m.exec(readme) ?? [];
  await writeFile(join(folder, 'from-readme.mjs'), script);
  return {
    folder,
    node: (args, more) => runInFolder(process.execPath, args, { folder, env: { ...env, ...more } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function must(command: string, args: readonly string[], options: Parameters<typeof runInFolder>[2]) {
  const { exitCode, stdout, stderr } = await runInFolder(command, args, options);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stdout}\n${stderr}`);
}

/** Under `npm run`, npm tells its children which workspace it works on; a stranger's npm must not hear of it. */
function withoutNpm(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) =>
    /^npm_(config_(workspace|local_prefix|prefix)|package)/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
