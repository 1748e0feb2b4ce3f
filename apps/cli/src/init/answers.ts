import { type configTemplate, NaasError } from '@naas/sdk';
import type { InitWords } from './questions.ts';

type Answers = Parameters<typeof configTemplate>[0];

const SERVICE_TYPES = ['LoadBalancer', 'NodePort', 'ClusterIP'] as const;

/** Turns typed words into what the template of `naas.yaml` takes. Throws {@link NaasError} `USAGE`. */
export function answersOf(words: InitWords): Answers {
  const server = words.nfsServer ?? '';
  return {
    name: words.name ?? '',
    homes: { server, path: words.nfsPath ?? '' },
    kernelspecs: kernelspecsOf(words, server),
    authenticator: {
      class: words.authenticator ?? '',
      allow: words.allow === 'all' ? 'all' : namesIn(words.allow),
      admins: namesIn(words.admins),
      ...passwordOf(words.passwordSecret),
    },
    serviceType: serviceTypeOf(words.service),
    ...(words.chart === undefined ? {} : { chartPath: words.chart }),
  };
}

function kernelspecsOf({ kernelspecsClass, kernelspecsPath }: InitWords, server: string): Answers['kernelspecs'] {
  if (kernelspecsClass !== undefined && kernelspecsPath !== undefined) {
    throw new NaasError('USAGE', 'Give --kernelspecs-class or --kernelspecs-path, not both.');
  }
  if (kernelspecsClass !== undefined) return { storageClassName: kernelspecsClass };
  return { nfs: { server, path: kernelspecsPath ?? '' } };
}

function passwordOf(words: string | undefined): Pick<Answers['authenticator'], 'password'> {
  if (words === undefined) return {};
  const [name, key, ...rest] = words.split('/');
  if (!name || !key || rest.length > 0) {
    throw new NaasError('USAGE', `--password-secret needs NAME/KEY, not "${words}".`, {
      hint: 'As --password-secret hub-password/password. The password itself is never written into the file.',
    });
  }
  return { password: { name, key } };
}

function serviceTypeOf(words = 'LoadBalancer'): (typeof SERVICE_TYPES)[number] {
  const type = SERVICE_TYPES.find((one) => one === words);
  if (type !== undefined) return type;
  throw new NaasError('USAGE', `There is no Service of type "${words}".`, {
    hint: `One of ${SERVICE_TYPES.join(', ')}.`,
  });
}

function namesIn(words = ''): string[] {
  return words
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
