import { expect, test } from 'vitest';
import { type JsonAnswer, status } from '../../../test/api-server.ts';
import { hubRendering, runCheck, told } from '../../../test/run-check.ts';
import type { KubeObject } from '../../kube/index.ts';
import { admissionCheck } from './admission-check.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const space = (name: string, level?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: level === undefined ? {} : { [ENFORCE]: level } },
});
const hub: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'hub', namespace: 'jupyterhub' },
  spec: {
    template: {
      metadata: { labels: { component: 'hub' } },
      spec: { serviceAccountName: 'hub', containers: [{ name: 'hub', image: 'quay.io/jupyterhub/k8s-hub:4.4.0' }] },
    },
  },
};

interface Refusing {
  readonly objects: readonly KubeObject[];
  /** What is answered to a dry run in the namespace of the hub: of its pod, and of one that people start. */
  readonly pod?: JsonAnswer;
  readonly server?: JsonAnswer;
  /** What is answered to a dry run of a namespace. */
  readonly namespace?: JsonAnswer;
}

/** What is found when the namespaces are there and the API server answers dry runs like this. */
async function found({ objects, pod, server, namespace }: Refusing) {
  return await runCheck(admissionCheck, {
    renderings: [hubRendering(hub)],
    server: {
      objects,
      instead: ({ method, path, body }) => {
        if (method === 'PATCH') return namespace;
        if (method !== 'POST' || !path.endsWith('/jupyterhub/pods')) return undefined;
        const { metadata } = body as KubeObject;
        return metadata.labels?.['component'] === 'hub' ? pod : server;
      },
    },
  });
}

const forbidden = (message: string) =>
  status(403, 'Forbidden', { message: `pods "naas-preflight" is forbidden: ${message}` });

test('namespaces that are not there yet refuse nothing', async () => {
  expect(told(await found({ objects: [] }))).toEqual([
    'ok: The namespaces are not there yet, so nothing in them refuses a pod',
  ]);
});

test('pods are tried by dry runs alone, and the levels are told', async () => {
  expect(told(await found({ objects: [space('jupyterhub', 'baseline'), space('notebook-kernels')] }))).toEqual([
    'ok: Pod Security takes every pod: jupyterhub baseline, notebook-kernels as the API server is set up',
    'ok: No quota, limit range or webhook refuses any of 3 kinds of pods',
  ]);
});

test('a level that is too strict is told, and that the deploy loosens it', async () => {
  const pod = forbidden('violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false');
  const findings = await found({ objects: [space('jupyterhub', 'restricted')], pod, server: pod });
  expect(findings[0]).toEqual({
    code: 'pod-security',
    level: 'warning',
    subject: { kind: 'Namespace', name: 'jupyterhub' },
    words: "jupyterhub is restricted, too strict for Deployment hub, a person's server; the deploy makes it baseline",
  });
});

test('a level that somebody else keeps stops a deploy, with who it is and the command', async () => {
  const pod = forbidden('violates PodSecurity "restricted:latest": runAsNonRoot != true');
  const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "gatekeeper"', field: '.metadata.labels' }];
  const namespace = status(409, 'Conflict', { message: 'conflict', details: { causes } });
  const [finding] = await found({ objects: [space('jupyterhub', 'restricted')], pod, namespace });
  expect(finding).toMatchObject({
    level: 'stop',
    words: 'jupyterhub is restricted, too strict for Deployment hub, and belongs to gatekeeper',
    hint: `kubectl label namespace jupyterhub ${ENFORCE}=baseline --overwrite`,
  });
});

test("a pod beyond the platform's own level stops a deploy", async () => {
  const pod = forbidden('violates PodSecurity "baseline:latest": privileged');
  const [finding] = await found({ objects: [space('jupyterhub', 'baseline')], pod });
  expect(finding).toMatchObject({ level: 'stop', hint: expect.stringContaining('spec.hub.values') });
});

test('a quota that asks for limits stops a deploy; one that is full only for pods that are not there', async () => {
  const asks = forbidden('failed quota: q: must specify limits.cpu for: hub');
  const full = forbidden('exceeded quota: q, requested: pods=1, used: pods=9, limited: pods=9');
  const there = [space('jupyterhub', 'baseline')];
  expect(told(await found({ objects: there, pod: asks, server: full }))).toEqual([
    'stop: jupyterhub does not take Deployment hub: failed quota: q: must specify limits.cpu for: hub',
    "warning: jupyterhub does not take a person's server: exceeded quota: q, requested: pods=1, used: pods=9, limited: pods=9",
  ]);
  expect(told(await found({ objects: there, pod: full }))[0]).toMatch(/^stop: .*exceeded quota/);
  expect(told(await found({ objects: [...there, hub], pod: full }))[0]).toMatch(/^warning: .*exceeded quota/);
});

test('who may not try pods gets no answer, and no stop', async () => {
  const pod = status(403, 'Forbidden', {
    message:
      'pods is forbidden: User "dana" cannot create resource "pods" in API group "" in the namespace "jupyterhub"',
  });
  expect(told(await found({ objects: [space('jupyterhub', 'baseline')], pod }))[0]).toMatch(
    /^unknown: Whether jupyterhub takes Deployment hub is unknown/,
  );
});
