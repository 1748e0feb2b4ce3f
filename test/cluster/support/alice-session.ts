import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectKube, forwardPort, type Kube, listObjects, waitForObject } from '@naas/sdk';
import {
  connectHub,
  execute,
  type Hub,
  openServer,
  type PersonServer,
  readFile as readFromHome,
  startKernel,
  startServer,
  stopKernelOf,
} from '@naas/user-session';
import { expect } from 'vitest';
import type { Bench } from './bench.ts';
import { type Cookies, isSignedIn, signIn } from './sign-in.ts';

const USER = 'alice';
const NAMESPACE = 'jupyterhub';
const FILE = 'kept-by-alice.txt';
const POD = { apiVersion: 'v1', kind: 'Pod' };

/** Alice at work: signed in, her server running, and in a kernel that her server started a variable that exists nowhere else. */
export interface AliceSession extends AsyncDisposable {
  readonly kernelId: string;
  /** Fails unless everything is as it was: the same two pods, the variable in the kernel's memory, the file in her home. */
  stillThere(): Promise<void>;
  /** As {@link stillThere}, for her server and her file alone: what stays when her kernel has ended. */
  serverStillThere(): Promise<void>;
  /** Whether her browser has to sign in again. */
  isSignedIn(): Promise<boolean>;
  /** Shuts her kernel down as she would, and waits until its pod is gone. */
  endKernel(): Promise<void>;
}

/** Lets Alice sign in as in a browser, start her server and a kernel through it, and begin to work. */
export async function aliceSession(bench: Bench): Promise<AliceSession> {
  const kube = await connectKube({ kubeconfig: bench.kubeconfig, userAgent: 'naas-test' });
  const proxy = await forwardPort(kube, { namespace: NAMESPACE, service: 'proxy-public', port: 80 });
  const cookies: Cookies = new Map();
  const token = await signIn(proxy.url, { name: USER, password: 'any' }, cookies);
  const hub = connectHub({ url: proxy.url, token });
  const server = await openedServer(hub);
  const { id } = await startKernel(server);
  const marker = randomUUID();
  await compute(server, { id, code: `marker = '${marker}'\nopen('${FILE}', 'w').write(marker)` });
  const kernel = () => kernelOf(kube, { server, id });
  const home = () => homeOf(kube, { server, shareDirectory: bench.shareDirectory });
  const before = { kernel: await kernel(), home: await home() };
  expect(before).toMatchObject({ kernel: { marker }, home: { file: marker } });
  const serverStillThere = async () => expect(await home()).toEqual(before.home);

  return {
    kernelId: id,
    serverStillThere,
    stillThere: async () => {
      expect(await kernel()).toEqual(before.kernel);
      await serverStillThere();
    },
    isSignedIn: () => isSignedIn(proxy.url, cookies),
    endKernel: async () => {
      await stopKernelOf(server, id);
      await kernelPodGone(kube, id);
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await proxy.close();
      await kube.close();
    },
  };
}

async function openedServer(hub: Hub): Promise<PersonServer> {
  for await (const { ready } of startServer(hub, { user: USER })) if (ready) break;
  return openServer(hub, { user: USER });
}

/** Her kernel's pods by their uids, since a pod that was replaced has another, and what is in its memory. */
async function kernelOf(kube: Kube, { server, id }: { readonly server: PersonServer; readonly id: string }) {
  const pods = await uids(kube, kernelSelector(id));
  return { pods, marker: await compute(server, { id, code: 'print(marker)' }) };
}

interface Home {
  readonly server: PersonServer;
  readonly shareDirectory: string | undefined;
}

/** Her server's pods by their uids, and her file as the server and the share have it. */
async function homeOf(kube: Kube, { server, shareDirectory }: Home) {
  return {
    pods: await uids(kube, `component=singleuser-server,hub.jupyter.org/username=${USER}`),
    file: await readFromHome(server, FILE),
    ...(shareDirectory && { onTheShare: await readFile(join(shareDirectory, USER, FILE), 'utf8') }),
  };
}

function kernelSelector(id: string): string {
  return `component=kernel,kernel_id=${id}`;
}

async function uids(kube: Kube, labelSelector: string): Promise<(string | undefined)[]> {
  return (await listObjects(kube, POD, { labelSelector })).map(({ metadata }) => metadata.uid);
}

async function compute(server: PersonServer, work: { id: string; code: string }): Promise<string> {
  const { status, text, error } = await execute(server, work);
  expect(status, error?.value).toBe('ok');
  return text.trim();
}

async function kernelPodGone(kube: Kube, id: string): Promise<void> {
  const [pod] = await listObjects(kube, POD, { labelSelector: kernelSelector(id) });
  if (pod === undefined) return;
  const { name, namespace = '' } = pod.metadata;
  const isGone = (found: unknown) =>
    found ? { state: 'waiting' as const, reason: 'it is still ending' } : { state: 'ready' as const };
  await waitForObject(kube, { ...POD, name, namespace }, isGone, { deadlineMs: 60_000 });
}
