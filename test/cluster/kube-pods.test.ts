import { afterAll, describe, expect, test } from 'vitest';
import {
  createObject,
  deleteObject,
  explainPod,
  getObject,
  listEvents,
  readPodLog,
  waitForPod,
} from '../../packages/sdk/src/kube/index.ts';
import { readBench } from './support/bench.ts';
import { POD, ownNamespace } from './support/own-namespace.ts';

const own = ownNamespace();
const { namespace } = own;
const volume = `${namespace}-nowhere`;

afterAll(() => deleteObject(own.kube, { apiVersion: 'v1', kind: 'PersistentVolume', name: volume }));

describe('pods that do not come up say why', () => {
  test('an image that does not exist', async () => {
    await createObject(own.kube, own.pod('no-image', {}, { image: 'registry.invalid/no/such:1' }));
    const reasons: string[] = [];
    const wait = waitForPod(own.kube, { name: 'no-image', namespace }, 'ready', {
      deadlineMs: 60_000,
      onReason: (reason) => reasons.push(reason),
    });
    await expect(wait).rejects.toMatchObject({
      code: 'COMPONENT_NOT_READY',
      message: expect.stringContaining('image registry.invalid/no/such:1 cannot be pulled'),
    });
    expect(reasons.length).toBeGreaterThan(0);
  });

  test('a name that is not an image, at once', async () => {
    await createObject(own.kube, own.pod('bad-name', {}, { image: 'UPPER/case' }));
    const wait = waitForPod(own.kube, { name: 'bad-name', namespace }, 'ready', {
      deadlineMs: 30_000,
      fatalAfterMs: 0,
    });
    await expect(wait).rejects.toMatchObject({ message: expect.stringContaining('is not the name of an image') });
  });

  test('a claim that nothing binds', async () => {
    await createObject(own.kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'unbound', namespace },
      spec: { storageClassName: '', accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
    });
    await createObject(
      own.kube,
      own.pod('claimless', { volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'unbound' } }] }),
    );
    await expect(
      waitForPod(own.kube, { name: 'claimless', namespace }, 'ready', { deadlineMs: 12_000 }),
    ).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringMatching(/claim unbound is Pending: .*no storage class/),
    });
  });

  test('a path that the NFS server does not export, in the words of mount.nfs', async () => {
    const { nfs } = await readBench();
    const capacity = { storage: '1Gi' };
    await createObject(own.kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volume },
      spec: {
        capacity,
        accessModes: ['ReadWriteMany'],
        storageClassName: '',
        nfs: { server: nfs.server, path: `${nfs.path}/nowhere` },
        claimRef: { name: 'nowhere', namespace },
      },
    });
    await createObject(own.kube, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'nowhere', namespace },
      spec: {
        storageClassName: '',
        volumeName: volume,
        accessModes: ['ReadWriteMany'],
        resources: { requests: capacity },
      },
    });
    const mounts = { volumeMounts: [{ name: 'home', mountPath: '/home' }] };
    const volumes = [{ name: 'home', persistentVolumeClaim: { claimName: 'nowhere' } }];
    const created = await createObject(own.kube, own.pod('nowhere', { volumes }, mounts));
    await expect(
      waitForPod(own.kube, { name: 'nowhere', namespace }, 'ready', { deadlineMs: 60_000 }),
    ).rejects.toMatchObject({
      code: 'COMPONENT_NOT_READY',
      message: expect.stringMatching(/a volume cannot be mounted: mount\.nfs: .*No such file or directory/),
    });
    const events = await listEvents(own.kube, { namespace, uid: created.metadata.uid ?? '' });
    expect(events.map(({ reason }) => reason)).toContain('FailedMount');
    const live = await getObject(own.kube, { ...POD, name: 'nowhere', namespace });
    expect(await explainPod(own.kube, live ?? created)).toMatchObject({ fatal: true });
  });

  test('a pod that somebody deletes, with what was wrong before', async () => {
    await createObject(own.kube, own.pod('killed', {}, { image: 'registry.invalid/no/such:2' }));
    const wait = waitForPod(own.kube, { name: 'killed', namespace }, 'ready', {
      deadlineMs: 60_000,
      fatalAfterMs: 60_000,
      onReason(reason) {
        if (reason.includes('cannot be pulled')) void deleteObject(own.kube, { ...POD, name: 'killed', namespace });
      },
    });
    await expect(wait).rejects.toMatchObject({
      message: expect.stringMatching(
        /it was deleted; before that, image registry\.invalid\/no\/such:2 cannot be pulled/,
      ),
    });
  });

  test('a container that ends badly', async () => {
    const ends = own.pod('ends', { restartPolicy: 'Never' }, { command: ['sh', '-c', 'echo going; exit 3'] });
    await createObject(own.kube, ends);
    const finished = await waitForPod(own.kube, { name: 'ends', namespace }, 'finished', { deadlineMs: 60_000 });
    expect(finished['status']).toMatchObject({ phase: 'Failed' });
    expect((await explainPod(own.kube, finished)).reason).toContain('container main ended: exit code 3');
    expect(await readPodLog(own.kube, { namespace, pod: 'ends' })).toBe('going\n');
  });
});
