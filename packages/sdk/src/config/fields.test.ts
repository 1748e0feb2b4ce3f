import { describe, expect, test } from 'vitest';
import * as field from './fields.ts';

const CASES = [
  {
    name: 'dnsName',
    kind: field.dnsName,
    good: ['a', 'a.b', 'nfs-client'],
    bad: ['a..b', 'a-.b', 'a.-b', 'a.', 'A.b', ''],
  },
  {
    name: 'dnsLabel',
    kind: field.dnsLabel,
    good: ['lab', 'a', 'lab-1', '1a'],
    bad: ['', 'Lab', '-a', 'a-', 'a.b', 'a_b', 'a'.repeat(64), 'a\n'],
  },
  {
    name: 'quantity',
    kind: field.quantity,
    good: ['500m', '15Gi', '0.5', '1e'.slice(0, 1), 2, 0.5],
    bad: ['0', '0Gi', '15GB', '15gi', '-1', '1 Gi', '', 0],
  },
  {
    name: 'serverMemory',
    kind: field.serverMemory,
    good: ['256M', '1G', '1.5G', '1073741824'],
    bad: ['256Mi', '0', '256m', '1GB'],
  },
  {
    name: 'duration',
    kind: field.duration,
    good: ['90s', '5m', '1h'],
    bad: ['90', '0s', '1d', '1h30m', '-5m', '1.5h'],
  },
  {
    name: 'durationOrNever',
    kind: field.durationOrNever,
    good: ['90s', '1h', 0],
    bad: ['0', '0s', '90', 1, -1],
  },
  {
    name: 'nfsServer',
    kind: field.nfsServer,
    good: ['10.0.0.1', 'nas', 'nas.example.com', 'fd00::1'],
    bad: ['nas:/export', 'nfs://nas', '', 'a b', 'nas:2049'],
  },
  {
    name: 'nfsPath',
    kind: field.nfsPath,
    good: ['/', '/export', '/export/a b', '/export/..hidden', '/export/'],
    bad: ['export', '/a/../b', '/a/.', '//a', '/a//b', '/..', ''],
  },
  {
    name: 'imageReference',
    kind: field.imageReference,
    good: [
      'busybox:1.35.0',
      'quay.io/jupyterhub/k8s-hub:4.4.0',
      'localhost:5000/a/b:x',
      `a/b@sha256:${'0'.repeat(64)}`,
    ],
    bad: ['busybox', 'a/Upper:1', 'a/b:', 'http://a/b:1', 'a b:1', 'localhost:5000/a', 'a/b@sha256:12'],
  },
  {
    name: 'imageName',
    kind: field.imageName,
    good: ['quay.io/jupyter/base-notebook', 'localhost:5000/a'],
    bad: ['quay.io/a:1', 'a@sha256:0'],
  },
  {
    name: 'imageRegistry',
    kind: field.imageRegistry,
    good: ['mirror', 'mirror:5000', 'mirror.example.com:5000/notebooks'],
    bad: ['https://mirror', 'mirror/', 'a b', ''],
  },
  {
    name: 'personName',
    kind: field.personName,
    good: ['alice', 'alice@example.com', 'Ålice', 'a b'],
    bad: ['', ' a', 'a ', 'a/b', 'a\nb'],
  },
] as const;

describe.each(CASES)('$name', ({ kind, good, bad }) => {
  test.each([...good])('takes %j', (text) => {
    expect(kind.safeParse(text).success).toBe(true);
  });
  test.each([...bad])('refuses %j', (text) => {
    expect(kind.safeParse(text).success).toBe(false);
  });
});

test('a duration becomes seconds', () => {
  expect([field.duration.parse('90s'), field.duration.parse('5m'), field.duration.parse('1h')]).toEqual([
    90, 300, 3600,
  ]);
});

test('a number is a quantity as its text', () => {
  expect(field.quantity.parse(2)).toBe('2');
});
