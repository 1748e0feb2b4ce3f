import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { NaasError } from '../errors.ts';
import { templateFaults } from './check-template.ts';
import type { FileEntry, FileSet } from './file-set.ts';
import { type KernelSpecJson, kernelSpecSchema } from './kernel-json.ts';

/** Where the gateway has its kernelspecs, which is where the share is mounted. */
export const KERNELSPECS_PATH = '/usr/local/share/jupyter/kernels';

const TEMPLATE_FILE = 'scripts/kernel-pod.yaml.j2';

/** What a kernel is started from: a directory with a kernel.json and the files that it names. */
export interface Kernelspec {
  /** The directory's name, by which Jupyter lists it. */
  readonly name: string;
  readonly spec: KernelSpecJson;
  /** All files of the directory, by their path in it. */
  readonly files: FileSet;
}

export interface ReadKernelspecOptions {
  readonly signal?: AbortSignal;
}

const IGNORED = new Set(['__pycache__', '.DS_Store', '.git']);
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const FILE_PATH = /^[A-Za-z0-9._/-]+$/;

/**
 * Reads a kernelspec's directory and checks it as the gateway would not: there a broken one is simply missing in the
 * list. Throws `KERNELSPEC_INVALID`, naming the file and the field.
 */
export async function readKernelspec(directory: string, options: ReadKernelspecOptions = {}): Promise<Kernelspec> {
  const name = basename(resolve(directory));
  if (!NAME.test(name)) {
    throw invalid(directory, 'the directory needs a name of lower-case letters, digits, ".", "_" and "-"');
  }
  const files = await readFiles(directory, options);
  const json = files.get('kernel.json');
  if (!json) throw invalid(directory, 'there is no kernel.json');
  const spec = parseKernelJson(join(directory, 'kernel.json'), text(json));
  checkLauncher(directory, { name, spec, files: { files } });
  checkTemplate(join(directory, TEMPLATE_FILE), files.get(TEMPLATE_FILE));
  return { name, spec, files: { files } };
}

async function readFiles(directory: string, options: ReadKernelspecOptions): Promise<Map<string, FileEntry>> {
  const files = new Map<string, FileEntry>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new NaasError('KERNELSPEC_INVALID', `The kernelspec ${directory} cannot be read.`, { cause });
  });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(directory, file).split(sep).join('/');
    if (entry.isDirectory() || path.split('/').some((part) => IGNORED.has(part))) continue;
    if (!entry.isFile()) throw invalid(file, 'only files are published, no links');
    if (!FILE_PATH.test(path))
      throw invalid(file, 'the path holds characters other than A-Z, a-z, 0-9, ".", "_" and "-"');
    // The two modes that mean something; the others differ by the umask of whoever checked the files out.
    const mode = (await stat(file)).mode & 0o100 ? 0o755 : 0o644;
    files.set(path, { content: await readFile(file, options), mode });
  }
  return files;
}

function parseKernelJson(file: string, content: string): KernelSpecJson {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw invalid(file, `it is not JSON: ${(cause as Error).message}`, cause);
  }
  const result = kernelSpecSchema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'kernel.json'}: ${message}`);
  throw invalid(file, faults.join('; '), result.error);
}

/** A copied kernelspec whose argv still names the original would start the other one's pods without a word. */
function checkLauncher(directory: string, { name, spec, files }: Kernelspec): void {
  const own = `${KERNELSPECS_PATH}/${name}/`;
  const script = spec.argv.find((argument) => argument.startsWith(`${KERNELSPECS_PATH}/`));
  const file = join(directory, 'kernel.json');
  if (!script?.startsWith(own)) {
    throw invalid(file, `argv has to name a script in ${own}, the directory's place in the gateway`);
  }
  if (!files.files.has(script.slice(own.length))) {
    throw invalid(file, `argv names ${script.slice(own.length)}, which is not in the directory`);
  }
}

function checkTemplate(file: string, template: FileEntry | undefined): void {
  if (!template) throw invalid(file, 'there is no template of the pod');
  const [fault] = templateFaults(text(template));
  if (fault) throw invalid(`${file}:${fault.line}`, fault.message);
}

function text({ content }: FileEntry): string {
  return new TextDecoder().decode(content);
}

function invalid(file: string, reason: string, cause?: unknown): NaasError {
  return new NaasError('KERNELSPEC_INVALID', `${file}: ${reason}.`, cause === undefined ? {} : { cause });
}
