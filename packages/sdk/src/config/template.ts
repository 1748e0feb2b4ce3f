import { flowYaml } from './flow.ts';

interface NfsDirectory {
  readonly server: string;
  readonly path: string;
}

/** What only the person who sets up a platform can know. */
export interface ConfigAnswers {
  /** Name of the platform, a DNS label. */
  readonly name: string;
  /** The directory of all homes. */
  readonly homes: NfsDirectory;
  readonly kernelspecs: { readonly storageClassName: string } | { readonly nfs: NfsDirectory };
  readonly authenticator: {
    /** Authenticator class of JupyterHub, for example `native`. */
    readonly class: string;
    readonly allow: 'all' | readonly string[];
    /** @default [] */
    readonly admins?: readonly string[];
    /** Where the one password of class `dummy` is kept, in namespace `naas-system`. */
    readonly password?: { readonly name: string; readonly key: string };
  };
  /** @default 'LoadBalancer' */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** A chart folder or .tgz in place of the official repository. */
  readonly chartPath?: string;
}

/** Writes the commented `naas.yaml` that a person starts from; what it leaves out has a default. */
export function configTemplate(answers: ConfigAnswers): string {
  const { homes, authenticator, serviceType = 'LoadBalancer', chartPath } = answers;
  return `# One platform: JupyterHub, Enterprise Gateway and homes on NFS, on the cluster your kubeconfig names.
# Every key with its default: docs/configuration.md. Check and apply: naas deploy -f naas.yaml
apiVersion: naas.dev/v1
kind: Platform
metadata:
  name: ${flowYaml(answers.name)}
spec:
  storage:
    # One directory for each person is made below this one, which must exist and be exported to every node.
    homes:
      nfs:
        server: ${flowYaml(homes.server)}
        path: ${flowYaml(homes.path)}
      size: 15Gi
    # What kernels are started from; a place that people cannot write.
${kernelspecs(answers.kernelspecs)}
  hub:
${chartPath === undefined ? CHART_HINT : `    chart:\n      path: ${flowYaml(chartPath)}`}
    # Who may sign in. A secret is named here, never written: { secretRef: { name: ..., key: ... } }
    authenticator:
      class: ${flowYaml(authenticator.class)}
      allow: ${flowYaml(authenticator.allow)}
      admins: ${flowYaml(authenticator.admins ?? [])}
${password(authenticator)}    service:
      type: ${flowYaml(serviceType)}
    # What the chart of the hub takes besides; merged last.
    values: {}
  gateway:
    cull:
      idleAfter: 1h
  kernels:
    maxPerUser: 5
    resources:
      limits: { cpu: "1", memory: 1Gi }
`;
}

const CHART_HINT = `    # The official chart, unless a folder or a .tgz is named here:
    # chart: { path: ./charts/jupyterhub-4.4.0.tgz }`;

const DUMMY_HINT = `      # For trying out only: any name signs in with one password, which deploy makes and tells where to read.
`;

function kernelspecs(storage: ConfigAnswers['kernelspecs']): string {
  const place =
    'nfs' in storage
      ? ['nfs:', `  server: ${flowYaml(storage.nfs.server)}`, `  path: ${flowYaml(storage.nfs.path)}`]
      : [`storageClassName: ${flowYaml(storage.storageClassName)}`];
  return ['    kernelspecs:', ...[...place, 'size: 20Mi'].map((line) => `      ${line}`)].join('\n');
}

function password({ class: name, password }: ConfigAnswers['authenticator']): string {
  if (!password) return name === 'dummy' ? DUMMY_HINT : '';
  return `      # kubectl --namespace naas-system create secret generic ${password.name} --from-file=${password.key}
      password: { secretRef: ${flowYaml(password)} }
`;
}
