import type { Pod, TerminalAttempt } from '../support/attempt.ts';

const variable = (pod: Pod, wanted: string) => pod.spec.containers[0]?.env?.find(({ name }) => name === wanted)?.value;

const isOfAlice = (pod: Pod) =>
  variable(pod, 'KERNEL_USERNAME') === 'alice' || pod.metadata.annotations?.['naas.dev/user'] === 'alice';

const mountsNode = (pod: Pod) => pod.spec.volumes?.some(({ hostPath }) => hostPath !== undefined) ?? false;

/** What a request for a kernel may say about whose it is and what it gets. */
export const starting: readonly TerminalAttempt[] = [
  {
    name: 'a kernel in the name of Alice',
    bob: "start(KERNEL_USERNAME='alice')",
    seen: isOfAlice,
    onBare: true,
  },
  {
    name: 'her home by its name',
    bob: "return reads_secret(start(KERNEL_HOME='alice', KERNEL_PATH=CTX['alice']['home']))",
    onBare: true,
  },
  {
    name: 'her home by a way round his own',
    bob: "return reads_secret(start(KERNEL_HOME='bob/../alice', KERNEL_PATH=CTX['bob']['home'] + '/../alice'))",
    onBare: true,
  },
  {
    name: 'the whole share as a home',
    bob: "return reads_secret(start(KERNEL_HOME='.', KERNEL_PATH=CTX['nfs']['share']), '/home/jovyan/alice/secret.txt')",
    onBare: true,
  },
  {
    name: "the node's disk as a volume",
    bob: "start(KERNEL_VOLUMES=json.dumps([{'name': 'nfs-mount', 'hostPath': {'path': '/'}}]))",
    seen: mountsNode,
    onBare: true,
  },
  {
    name: "the node's disk as a second volume, written into the path of the first",
    bob: [
      "more = CTX['bob']['home'] + '}}, {name: node, hostPath: {path: /}}] #'",
      'start(KERNEL_PATH=more, KERNEL_HOME=more)',
    ].join('\n'),
    seen: mountsNode,
    onBare: true,
  },
  {
    name: 'her home as a second mount',
    bob: [
      "share = {'name': 'share', 'nfs': {'server': CTX['nfs']['server'], 'path': CTX['nfs']['share']}}",
      "mount = {'name': 'share', 'mountPath': '/mnt', 'subPath': 'alice'}",
      'kernel = start(KERNEL_VOLUMES=json.dumps([share]), KERNEL_VOLUME_MOUNTS=json.dumps([mount]))',
      "return reads_secret(kernel, '/mnt/secret.txt')",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'another image',
    bob: "start(KERNEL_IMAGE='docker.io/elyra/enterprise-gateway:3.3.0', KERNEL_LAUNCH_TIMEOUT='6')",
    seen: ({ spec }) => spec.containers[0]!.image.includes('enterprise-gateway'),
    onBare: true,
  },
  {
    name: 'another namespace',
    bob: "start(KERNEL_NAMESPACE=CTX['namespaces']['elsewhere'])",
    seen: ({ metadata }, { namespaces }) => metadata.namespace === namespaces.elsewhere,
    onBare: true,
  },
  {
    name: "the gateway's own service account, to read the Secrets of the cluster",
    bob: [
      "kernel = start(KERNEL_NAMESPACE=CTX['namespaces']['gateway'], KERNEL_SERVICE_ACCOUNT_NAME=CTX['gateway']['account'])",
      "code = '''import ssl, urllib.request",
      "token = open('/var/run/secrets/kubernetes.io/serviceaccount/token').read()",
      "asked = urllib.request.Request('https://kubernetes.default.svc/api/v1/secrets', headers={'Authorization': 'Bearer ' + token})",
      "print(urllib.request.urlopen(asked, context=ssl._create_unverified_context()).read().decode()[:100])'''",
      "return 'SecretList' in run(kernel, code.replace('    ', ''))",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'a pod name of his choice',
    bob: "start(KERNEL_POD_NAME='jupyter-alice')",
    seen: ({ metadata }) => metadata.name === 'jupyter-alice',
    onBare: true,
  },
  {
    name: 'a template in a value, for the launcher to work out',
    bob: "start(KERNEL_USERNAME='x{{ 40 + 2 }}', KERNEL_POD_NAME='nb-{{ 40 + 2 }}-{{ kernel_id }}')",
    seen: (pod) =>
      /42/.test(pod.metadata.name.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '')) ||
      variable(pod, 'KERNEL_USERNAME') === 'x42',
    onBare: false,
  },
  {
    name: "more of a pod's specification, written into a value",
    bob: [
      'more = \'bob"\\n  hostNetwork: true\\n  hostPID: true\\n  x: "\'',
      'start(KERNEL_USERNAME=more, KERNEL_WORKING_DIR=more, KERNEL_POD_NAME="nb-x")',
    ].join('\n'),
    seen: ({ spec }) => spec.hostNetwork === true || spec.hostPID === true,
    onBare: false,
  },
  {
    name: 'another user id',
    bob: "return run(start(KERNEL_UID='1234'), 'import os; print(os.getuid())').strip() == '1234'",
    onBare: true,
  },
  {
    name: 'root as the user id',
    bob: "return run(start(KERNEL_UID='0'), 'import os; print(os.getuid())').strip() == '0'",
    onBare: false,
  },
  {
    name: 'another group id',
    bob: "return run(start(KERNEL_GID='1234'), 'import os; print(os.getgid())').strip() == '1234'",
    onBare: true,
  },
  {
    name: "the id of Alice's kernel for his own",
    bob: 'return start(KERNEL_ID=ALICE) == ALICE',
    onBare: false,
  },
  {
    name: 'a kernel id that is a path',
    bob: "return '/' in start(KERNEL_ID='../' + ALICE)",
    onBare: false,
  },
  {
    name: 'a working directory outside of the home',
    bob: [
      "kernel = start(KERNEL_WORKING_DIR='/home/jovyan/../../etc')",
      "return run(kernel, 'import os; print(os.getcwd())').strip() == '/etc'",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'options for Spark, and whatever else begins with KERNEL_',
    bob: [
      "kernel = start(KERNEL_EXTRA_SPARK_OPTS='--conf spark.kubernetes.driver.volumes.hostPath.x.options.path=/')",
      "return 'hostPath' in run(kernel, 'import os; print(os.environ)')",
    ].join('\n'),
    onBare: true,
  },
  {
    name: 'variables that no kernel is asked for, such as the path of what Python imports',
    bob: [
      "env = {**CTX['env'], 'PYTHONPATH': '/home/jovyan/evil', 'LD_PRELOAD': '/home/jovyan/evil.so', 'PATH': '/home/jovyan'}",
      "kernel = start_with({'name': CTX['kernelspec'], 'env': env})",
      "return 'evil' in run(kernel, 'import os; print(os.environ)')",
    ].join('\n'),
    onBare: false,
  },
  {
    name: 'more of the node than anybody may have',
    bob: "start(KERNEL_CPUS='10m', KERNEL_MEMORY='64Mi', KERNEL_CPUS_LIMIT='64', KERNEL_MEMORY_LIMIT='1Ti')",
    seen: ({ spec }) => spec.containers[0]!.resources?.limits?.['cpu'] === '64',
    onBare: true,
  },
  {
    name: "Alice's label on his pod",
    bob: [
      "labels = json.dumps({'naas.dev/user': 'alice'})",
      'start(KERNEL_LABELS=labels, KERNEL_POD_LABELS=labels, KERNEL_ANNOTATIONS=labels, KERNEL_USER="alice")',
    ].join('\n'),
    seen: ({ metadata }) => metadata.labels?.['naas.dev/user'] === 'alice',
    onBare: false,
  },
  {
    name: "a request without variables, to be given the gateway's own",
    bob: [
      "names = call('GET', '/api/kernelspecs').get('kernelspecs', {})",
      "kernels = [start_with({'name': name}) for name in names]",
      "return any('EG_' in run(kernel, 'import os; print(list(os.environ))') for kernel in kernels)",
    ].join('\n'),
    onBare: true,
  },
];
