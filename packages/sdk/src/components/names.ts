/**
 * Names that more than one component uses. They are those of the original recipe, so that an installation made by hand
 * can be taken over.
 */
export const names = {
  homes: {
    servers: { volume: 'nfs-pv', claim: 'jhub-claim' },
    kernels: { volume: 'nfs-pv-kernels', claim: 'kernel-homes' },
    mountPath: '/home/jovyan',
  },
  /** The label that the chart of the provisioner puts the name of its release into. */
  provisioner: { releaseLabel: 'release' },
  loadBalancer: {
    releaseLabel: 'app.kubernetes.io/instance',
    /** What judges pools and advertisements before they are stored. */
    webhookService: 'metallb-webhook-service',
    /** The pool of the file's addresses, and what announces it. */
    pool: 'naas',
  },
  kernelspecs: { volume: 'kernelspecs-pv', claim: 'kernelspecs-pvc', mountPath: '/usr/local/share/jupyter/kernels' },
  gateway: {
    deployment: 'enterprise-gateway',
    /** The front door: what servers call. */
    service: 'enterprise-gateway',
    /** The gateway itself. */
    backend: 'enterprise-gateway-backend',
    port: 8888,
    /** Where starting kernels report to: the guard there, and behind it the gateway. */
    responsePort: 8877,
    selector: { 'gateway-selector': 'enterprise-gateway' },
    /** What only the guard, and our own checks, may call it by. */
    tokenSecret: { name: 'gateway-backend-token', key: 'token' },
  },
  guard: {
    /** What all its objects are called. */
    name: 'gateway-guard',
    /** By which each of its pods finds the others. */
    peers: 'gateway-guard-peers',
    operationsPort: 9090,
    selector: { 'app.kubernetes.io/name': 'gateway-guard' },
    /** What a server shows the guard: its own token of the hub, put in its place by the kubelet. */
    serverToken: '$(JUPYTERHUB_API_TOKEN)',
  },
  kernels: {
    serviceAccount: 'kernel',
    selector: { component: 'kernel' },
    /** The label that names whose home a kernel has. */
    homeLabel: 'naas.dev/user',
  },
  hub: {
    deployment: 'hub',
    proxy: 'proxy',
    /** What gives people's servers a node, where the chart brings a scheduler of its own. */
    userScheduler: 'user-scheduler',
    publicService: 'proxy-public',
    databaseClaim: 'hub-db-dir',
    serverSelector: { component: 'singleuser-server' },
    operator: 'naas',
    /** The service of the proof, and its person: a service cannot remove a person of its own name. */
    proof: 'naas-proof',
    proofPerson: 'naas-verify',
    guard: 'naas-guard',
  },
} as const;
