/** What `init` has to know. Flags, prompts and documents are written from this table. */
export interface InitQuestion {
  readonly key: InitKey;
  /** As commander takes it. */
  readonly flags: string;
  readonly description: string;
  /** What a terminal asks; without one, only the flag can say it. */
  readonly message?: string;
  readonly placeholder?: string;
  /** Taken when nobody says otherwise. */
  readonly otherwise?: string;
  /** Whether it has to be known, given what is known already. */
  readonly needed: (known: InitWords) => boolean;
}

export type InitKey =
  | 'name'
  | 'nfsServer'
  | 'nfsPath'
  | 'kernelspecsClass'
  | 'kernelspecsPath'
  | 'authenticator'
  | 'passwordSecret'
  | 'allow'
  | 'admins'
  | 'service'
  | 'chart';

/** Answers as they were typed. */
export type InitWords = Readonly<Partial<Record<InitKey, string>>>;

const always = () => true;
const never = () => false;

export const INIT_QUESTIONS: readonly InitQuestion[] = [
  {
    key: 'name',
    flags: '--name <name>',
    description: 'name of the platform',
    message: 'What is the platform called?',
    placeholder: 'lab',
    otherwise: 'lab',
    needed: always,
  },
  {
    key: 'nfsServer',
    flags: '--nfs-server <host>',
    description: 'NFS server of the homes',
    message: 'Which NFS server has the homes?',
    placeholder: '10.0.0.5',
    needed: always,
  },
  {
    key: 'nfsPath',
    flags: '--nfs-path <path>',
    description: 'directory of the homes, exported to every node',
    message: 'Which directory there has the homes?',
    placeholder: '/srv/nfs/homes',
    needed: always,
  },
  {
    key: 'kernelspecsClass',
    flags: '--kernelspecs-class <name>',
    description: 'storage class for the kernelspecs',
    needed: never,
  },
  {
    key: 'kernelspecsPath',
    flags: '--kernelspecs-path <path>',
    description: 'directory for the kernelspecs on the same NFS server, in place of a storage class',
    message: 'Which directory there is for the kernelspecs?',
    placeholder: '/srv/nfs/kernelspecs',
    needed: ({ kernelspecsClass }) => kernelspecsClass === undefined,
  },
  {
    key: 'authenticator',
    flags: '--authenticator <class>',
    description: "JupyterHub's authenticator class, as native or dummy",
    message: 'How do people sign in (authenticator class of JupyterHub)?',
    placeholder: 'native',
    needed: always,
  },
  {
    key: 'passwordSecret',
    flags: '--password-secret <name/key>',
    description: 'Secret in naas-system with the one password of the class dummy; without it deploy makes one',
    needed: never,
  },
  {
    key: 'allow',
    flags: '--allow <names>',
    description: 'who may sign in: names with commas between, or all',
    message: 'Who may sign in (names with commas between, or all)?',
    placeholder: 'alice,bob',
    needed: always,
  },
  {
    key: 'admins',
    flags: '--admins <names>',
    description: 'who administers the hub: names with commas between',
    message: 'Who administers the hub (may stay empty)?',
    otherwise: '',
    needed: ({ authenticator }) => authenticator !== 'dummy',
  },
  {
    key: 'service',
    flags: '--service <type>',
    description: "type of the hub's Service: LoadBalancer, NodePort or ClusterIP",
    otherwise: 'LoadBalancer',
    needed: always,
  },
  {
    key: 'chart',
    flags: '--chart <path>',
    description: "the hub's chart as a folder or .tgz, for people without internet",
    needed: never,
  },
];
