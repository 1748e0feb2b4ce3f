import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aliceEnv, installedKernelspec, launcherFlags, launcherPython, literals } from './kernelspec-launcher.ts';

/** Renders one pod a line with the launcher's own functions: a process for each case would take minutes. */
const DRIVER = `
import importlib.util, json, os, sys
spec = importlib.util.spec_from_file_location('launcher', sys.argv[1])
launcher = importlib.util.module_from_spec(spec)
spec.loader.exec_module(launcher)
directory = os.path.dirname(sys.argv[1])
for line in sys.stdin:
    try:
        platform = launcher.read_platform(directory)
        kernel = launcher.kernel_values(launcher.parse_flags(sys.argv[2:]), json.loads(line), platform, 'python_kubernetes')
        print(json.dumps({'pod': launcher.render_pod(directory, platform, kernel)}), flush=True)
    except launcher.LaunchError as error:
        print(json.dumps({'refused': str(error)}), flush=True)
`;

interface Answer {
  readonly refused?: string;
  readonly pod?: {
    metadata: Record<string, unknown>;
    spec: Record<string, unknown> & { containers: Record<string, unknown>[] };
  };
}

async function startDriver(launcher: string) {
  const child: ChildProcess = spawn(await launcherPython(), ['-c', DRIVER, launcher, ...launcherFlags], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async render(env: Record<string, string>): Promise<Answer> {
      child.stdin!.write(`${JSON.stringify(env)}\n`);
      return JSON.parse((await lines.next()).value as string) as Answer;
    },
    [Symbol.dispose]: () => child.stdin!.end(),
  };
}

const names = [
  'VOLUMES',
  'VOLUME_MOUNTS',
  'IMAGE',
  'UID',
  'GID',
  'SERVICE_ACCOUNT_NAME',
  'NAMESPACE',
  'POD_NAME',
  'HOME',
]
  .concat(['WORKING_DIR', 'USERNAME', 'LANGUAGE', 'ID', 'NAME', 'CPUS', 'MEMORY_LIMIT', 'PATH', 'EXECUTOR_IMAGE', 'X'])
  .map((name) => `KERNEL_${name}`);

const nasty = fc.constantFrom(
  '', '..', '../bob', 'bob', '/', '/etc', '0', 'kube-system', '{{ platform }}', '{% raw %}', '{{ ().__class__ }}', '$(HOME)',
  '"}\nspec: {hostNetwork: true}', "[{name: a, hostPath: {path: '/'}}]", '!!python/object/apply:os.system [id]', '- x\n---\nkind: Pod',
  '/home/jovyan/../bob', '/home/jovyan/\n', '\u2028', '\ud800', '\u0085', '\ufeff', '\x7f', '\x00', 'a'.repeat(64), '#', '&a *a', '\t',
); // prettier-ignore

const value = fc.oneof(
  nasty,
  fc.string({ unit: 'binary' }),
  fc.tuple(nasty, nasty).map(([a, b]) => a + b),
);
const sent = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });

test('whatever a client sends, the pod is what the platform decided, or there is none', async () => {
  await using kernelspec = await installedKernelspec();
  using driver = await startDriver(kernelspec.launcher);
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(sent, async (env) => {
      const { pod, refused } = await driver.render({ ...aliceEnv, ...env });
      if (!pod) return /^[^\n]+$/.test(String(refused));
      accepted += 1;
      expect(pod.metadata).toMatchObject({ namespace: literals.namespace });
      const { containers, ...spec } = pod.spec;
      expect(spec).toEqual({
        restartPolicy: 'Never',
        serviceAccountName: literals.serviceAccount,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 100,
          fsGroup: 100,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        nodeSelector: literals.nodeSelector,
        tolerations: literals.tolerations,
        volumes: [{ name: 'home', persistentVolumeClaim: { claimName: literals.claim } }],
      });
      expect(containers).toHaveLength(1);
      const { env: _env, workingDir, ...container } = containers[0]!;
      expect(container).toEqual({
        name: 'kernel',
        image: literals.image,
        resources: literals.resources,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          {
            name: 'home',
            mountPath: '/home/jovyan',
            subPath: expect.stringMatching(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
          },
        ],
      });
      expect(workingDir).toMatch(/^\/home\/jovyan(\/|$)/);
      expect(`${String(workingDir)}/`).not.toContain('/../');
      return true;
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test('whatever name a person has, the pod carries it unchanged', async () => {
  await using kernelspec = await installedKernelspec();
  using driver = await startDriver(kernelspec.launcher);
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
  await fc.assert(
    fc.asyncProperty(name, async (username) => {
      const { pod } = await driver.render({ ...aliceEnv, KERNEL_USERNAME: username });
      expect(pod?.metadata['annotations']).toMatchObject({ 'naas.dev/user': username });
    }),
    { numRuns: 200 },
  );
});
