import { expect, test } from 'vitest';
import type { KubeEvent } from '../objects/events.ts';
import { causeOf } from './pod-cause.ts';
import { PodShape } from './pod-shape.ts';

const MOUNT = `MountVolume.SetUp failed for volume "nfs-pv" : mount failed: exit status 32
Mounting command: mount
Mounting arguments: -t nfs 10.0.0.1:/nope /var/lib/kubelet/pods/x/volumes/nfs-pv
Output: mount.nfs: mounting 10.0.0.1:/nope failed, reason given by server: No such file or directory`;

function event(reason: string, message: string, type = 'Warning'): KubeEvent {
  return { type, reason, message, count: 1, lastSeen: '', object: { apiVersion: 'v1', kind: 'Pod', name: 'p' } };
}

function cause(status: object, events: KubeEvent[] = []) {
  return causeOf(PodShape.parse({ metadata: { name: 'p' }, status }), events);
}

const container = (state: object, more: object = {}) => ({
  containerStatuses: [{ name: 'main', image: 'quay.io/x:1', state, ...more }],
});
const waiting = (reason: string, message = '') => container({ waiting: { reason, message } });

test.each([
  [
    'a pull that failed',
    waiting('ErrImagePull', 'not found'),
    [],
    'image quay.io/x:1 cannot be pulled: not found',
    true,
  ],
  [
    'the error inside a back-off',
    waiting('ImagePullBackOff', 'Back-off pulling image "quay.io/x:1": ErrImagePull: unauthorized'),
    [],
    'image quay.io/x:1 cannot be pulled: unauthorized',
    true,
  ],
  [
    'the error that only an event tells',
    waiting('ImagePullBackOff', 'Back-off pulling image "quay.io/x:1"'),
    [event('Failed', 'Failed to pull image "quay.io/x:1": denied'), event('Failed', 'Error: ErrImagePull')],
    'image quay.io/x:1 cannot be pulled: Failed to pull image "quay.io/x:1": denied',
    true,
  ],
  [
    'a Secret that may still come',
    waiting('CreateContainerConfigError', 'secret "s" not found'),
    [],
    'container main cannot be created: secret "s" not found',
    false,
  ],
  [
    'a user that is not allowed',
    waiting('CreateContainerConfigError', 'image will run as root'),
    [],
    'container main cannot be created: image will run as root',
    true,
  ],
  [
    'a crash loop with its exit code',
    container(
      { waiting: { reason: 'CrashLoopBackOff' } },
      { lastState: { terminated: { exitCode: 2, reason: 'Error' } } },
    ),
    [],
    'container main keeps ending: exit code 2',
    false,
  ],
  [
    'too little memory',
    container({ terminated: { exitCode: 137, reason: 'OOMKilled' } }),
    [],
    'container main ended: it used more memory than its limit (OOMKilled)',
    false,
  ],
  [
    'an eviction',
    { phase: 'Failed', reason: 'Evicted', message: 'low on memory' },
    [],
    'the pod was stopped: Evicted: low on memory',
    true,
  ],
  [
    "mount.nfs's own line, not the summary after it",
    waiting('ContainerCreating'),
    [
      event('FailedMount', MOUNT),
      event('FailedMount', 'Unable to attach or mount volumes: timed out waiting for the condition'),
    ],
    'a volume cannot be mounted: mount.nfs: mounting 10.0.0.1:/nope failed, reason given by server: No such file or directory',
    true,
  ],
  [
    'a ConfigMap that is not there',
    waiting('ContainerCreating'),
    [event('FailedMount', 'configmap "c" not found')],
    'configmap "c" not found',
    false,
  ],
  [
    'a node that is full',
    {
      conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes are available: 1 Insufficient cpu.' }],
    },
    [],
    'no node takes the pod: 0/1 nodes are available: 1 Insufficient cpu.',
    false,
  ],
  [
    'a probe that fails',
    { phase: 'Running', ...container({ running: {} }) },
    [event('FailedMount', MOUNT), event('Unhealthy', 'Readiness probe failed: 503')],
    'container main runs but is not ready yet: Readiness probe failed: 503',
    false,
  ],
  [
    'nothing wrong',
    waiting('ContainerCreating'),
    [event('Pulling', 'Pulling image "quay.io/x:1"', 'Normal')],
    'Pulling image "quay.io/x:1"',
    false,
  ],
  ['nothing known', {}, [], 'the pod waits to be set up', false],
])('the cause is %s', (...[, status, events, reason, fatal]) => {
  expect(cause(status, events)).toEqual({ reason, fatal });
});

test('an init container is named before the containers that wait for it', () => {
  const initContainerStatuses = [{ name: 'home', state: { terminated: { exitCode: 1 } } }];
  expect(cause({ ...waiting('PodInitializing'), initContainerStatuses }).reason).toBe(
    'container home ended: exit code 1',
  );
});
