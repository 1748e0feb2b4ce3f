import { connectKube, forwardPort, type Kube } from '@naas/sdk';
import { connectHub, type Hub, openServer, type PersonServer, startServer, stopServer } from '@naas/user-session';
import type { Bench } from '../../support/bench.ts';
import { type Document, platformUnderTest, type PlatformUnderTest } from '../../support/platform.ts';
import { signIn } from '../../support/sign-in.ts';

/** Names with what a name may have: none of these may keep a person from working, nor bring two of them together. */
export const UNUSUAL_NAMES = [
  'alice@example.com',
  'a-name-of-sixty-characters-which-is-more-than-a-pod-may-have',
  'ünïcode',
  '用户',
] as const;

/** Names that a careless rule would make the same. */
export const NEAR_NAMES = ['near.name', 'near-name'] as const;

/** How long the hub's answers are believed, and how long a kernel stays behind its person's server. */
export const TIMES = { cacheSeconds: 5, endAfterSeconds: 20 } as const;

/** A person who has signed in. */
export interface SignedIn {
  readonly hub: Hub;
  /** What their page in the hub gives them: it may do all that they may. */
  readonly token: string;
  /** Starts their server, unless it runs, and gives a way to it. */
  server(): Promise<PersonServer>;
  stopServer(): Promise<void>;
}

/** A platform as it is deployed, with short times, that people sign in to. The files of this folder share it. */
export interface GuardedPlatform extends AsyncDisposable {
  readonly platform: PlatformUnderTest;
  readonly kube: Kube;
  /** Address of the hub's proxy on this machine. */
  readonly hubUrl: string;
  signIn(name: string): Promise<SignedIn>;
}

/** Deploys it, which changes nothing where another file has done so. */
export async function guardedPlatform(bench: Bench, change?: (document: Document) => void): Promise<GuardedPlatform> {
  const platform = await platformUnderTest(bench, {
    change: (document) => {
      const { spec } = document;
      spec.hub.authenticator.allow = ['alice', 'bob', 'carol', ...UNUSUAL_NAMES, ...NEAR_NAMES];
      spec.guard = {
        ...spec.guard,
        hub: { cacheFor: `${TIMES.cacheSeconds}s` },
        leftOvers: { endAfter: `${TIMES.endAfterSeconds}s` },
      };
      change?.(document);
    },
  });
  const { exitCode, stderr } = await platform.naas('deploy', '--yes', '--no-verify');
  if (exitCode !== 0) throw new Error(stderr);
  const kube = await connectKube({ kubeconfig: bench.kubeconfig, userAgent: 'naas-test' });
  const proxy = await forwardPort(kube, { namespace: 'jupyterhub', service: 'proxy-public', port: 80 });
  const password = await dummyPassword(platform);
  return {
    platform,
    kube,
    hubUrl: proxy.url,
    signIn: async (name) => {
      const token = await signIn(proxy.url, { name, password });
      return signedIn(name, { token, hub: connectHub({ url: proxy.url, token }) });
    },
    [Symbol.asyncDispose]: async () => {
      await proxy.close();
      await kube.close();
    },
  };
}

async function dummyPassword(platform: PlatformUnderTest): Promise<string> {
  const key = 'jsonpath={.data.dummyPassword}';
  const { stdout } = await platform.kubectl('get', 'secret', '-n', 'naas-system', 'naas-credentials', '-o', key);
  return Buffer.from(stdout, 'base64').toString();
}

function signedIn(user: string, { token, hub }: Pick<SignedIn, 'token' | 'hub'>): SignedIn {
  return {
    token,
    hub,
    server: async () => {
      for await (const { ready } of startServer(hub, { user })) if (ready) break;
      return openServer(hub, { user });
    },
    stopServer: async () => void (await stopServer(hub, { user })),
  };
}
