import { expect, test } from 'vitest';
import { startObjectServer } from '../../../test/object-server.ts';
import { platformConfig } from '../../../test/platform-config.ts';
import type { PlannedAction, Verb } from '../../engine/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { reviewGateway } from './review-gateway.ts';

const action = (kind: string, verb: Verb): PlannedAction => ({
  id: `${kind} enterprise-gateway`,
  component: 'gateway',
  driver: 'manifest',
  verb,
  subject: { kind, name: 'enterprise-gateway' },
  changes: [{ path: 'spec.template', before: 'a', after: 'b' }],
  state: '',
});

const server = (name: string, token?: string, phase = 'Running'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `jupyter-${name}`,
    namespace: 'jupyterhub',
    labels: { component: 'singleuser-server' },
    annotations: { 'hub.jupyter.org/username': name },
  },
  spec: {
    containers: [{ env: token === undefined ? [] : [{ name: 'JUPYTER_GATEWAY_AUTH_TOKEN', value: token }] }],
  },
  status: { phase },
});
const kernel: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'k', namespace: 'k', labels: { app: 'enterprise-gateway', component: 'kernel' } },
  status: { phase: 'Running' },
};

async function warnings(actions: readonly PlannedAction[], ...pods: readonly KubeObject[]) {
  await using api = await startObjectServer({ objects: pods });
  const signal = new AbortController().signal;
  const context = { config: platformConfig(), endKernels: false, kube: api.kube, signal };
  return (await reviewGateway(actions, context)).warnings;
}

test('servers from before the guard are named when the front door comes to lead to it', async () => {
  expect(
    await warnings([action('Service', 'update')], server('alice'), server('bob', 'old'), server('gone', 'x', 'Failed')),
  ).toEqual([
    '2 running servers (alice, bob) reach no kernels until they are started anew, since the guard asks for a token that they do not have: naas server stop NAME, then start.',
  ]);
});

test('a server that has its own token in the place of the gateway’s goes on', async () => {
  expect(await warnings([action('Service', 'update')], server('alice', '$(JUPYTERHUB_API_TOKEN)'))).toEqual([]);
});

test('nothing is said of servers while the front door waits with the gateway', async () => {
  const actions = [action('Deployment', 'adopt'), action('Service', 'adopt')];
  expect(await warnings(actions, server('alice'), kernel)).toEqual([
    expect.stringMatching(/^The gateway that was made by hand stays for now/),
  ]);
  expect(await warnings(actions, server('alice'))).toEqual([expect.stringMatching(/^1 running server \(alice\)/)]);
});
