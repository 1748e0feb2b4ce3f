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
  const belongings = () => look(kube, { server, id, shareDirectory: bench.shareDirectory });
  const before = await belongings();
  expect(before).toMatchObject({ marker, file: marker });

  return {
    kernelId: id,
    stillThere: async () => expect(await belongings()).toEqual(before),
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

interface Work {
  readonly server: PersonServer;
  readonly id: string;
  readonly shareDirectory: string | undefined;
}

/** All that is hers, the pods by their uids: a pod that was replaced has another. */
async function look(kube: Kube, { server, id, shareDirectory }: Work): Promise<Readonly<Record<string, unknown>>> {
  const serverSelector = `component=singleuser-server,hub.jupyter.org/username=${USER}`;
  return {
    serverPods: await uids(kube, serverSelector),
    kernelPods: await uids(kube, kernelSelector(id)),
    marker: await compute(server, { id, code: 'print(marker)' }),
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
