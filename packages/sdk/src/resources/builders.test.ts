import { expect, test } from 'vitest';
import {
  namespace,
  networkPolicy,
  nfsVolume,
  restrictedContainer,
  restrictedPod,
  secret,
  toInternetExcept,
  volumeIsSeen,
} from './index.ts';

test('a namespace enforces its Pod Security level, also against a label that says otherwise', () => {
  const labels = { team: 'a', 'pod-security.kubernetes.io/enforce': 'privileged' };
  expect(namespace({ name: 'lab', podSecurity: 'restricted', labels }).metadata.labels).toEqual({
    team: 'a',
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

// The fields that https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted asks for.
test('a restricted pod has all that the standard asks for, as the person homes belong to', () => {
  expect(restrictedPod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(restrictedPod).toMatchObject({ runAsUser: 1000, runAsGroup: 100 });
  expect(restrictedContainer).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
});

test('a policy closes a direction it has rules for, even none, and leaves the other open', () => {
  expect(networkPolicy({ namespace: 'lab', name: 'closed', ingress: [] })['spec']).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [],
  });
  expect(networkPolicy({ namespace: 'lab', name: 'open' })['spec']).toEqual({ podSelector: {}, policyTypes: [] });
});

test('the internet is every address but private ones, link-local ones and those named', () => {
  expect(toInternetExcept(['203.0.113.7'])).toEqual({
    to: [
      {
        ipBlock: {
          cidr: '0.0.0.0/0',
          except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '203.0.113.7/32'],
        },
      },
    ],
  });
});

test('an NFS volume keeps its data and waits for one claim only; mount options are there when given', () => {
  const wanted = {
    name: 'homes',
    server: 'nfs.example.com',
    path: '/export',
    size: '15Gi',
    claim: { namespace: 'lab', name: 'homes' },
  };
  expect(nfsVolume(wanted)['spec']).toMatchObject({
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: '',
    claimRef: { namespace: 'lab', name: 'homes' },
    nfs: { server: 'nfs.example.com', path: '/export' },
  });
  expect(nfsVolume({ ...wanted, mountOptions: [] })['spec']).not.toHaveProperty('mountOptions');
  expect(nfsVolume({ ...wanted, mountOptions: ['nfsvers=3'] })['spec']).toHaveProperty('mountOptions', ['nfsvers=3']);
});

test.each([
  [undefined, 'waiting'],
  ['Pending', 'waiting'],
  ['Available', 'ready'],
  ['Bound', 'ready'],
])('a volume in phase %s is %s: its claim must not come before the cluster has seen it', (phase, state) => {
  const live = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'homes' }, status: { phase } };
  expect(volumeIsSeen(live).state).toBe(state);
});

test('a Secret is encoded as it is read back', () => {
  expect(secret({ namespace: 'lab', name: 'token', values: { token: 'grün' } })['data']).toEqual({
    token: Buffer.from('grün', 'utf8').toString('base64'),
  });
});
