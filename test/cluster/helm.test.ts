import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NaasError } from '../../packages/sdk/src/errors.ts';
import {
  findHelm,
  listReleases,
  plannedManifest,
  releaseHistory,
  releaseRevision,
  releaseState,
  releaseStatus,
  releaseValues,
  rollbackRelease,
  uninstallRelease,
  upgradeInstall,
  type UpgradeInstallOptions,
} from '../../packages/sdk/src/helm/index.ts';
import { helmBinaries } from '../../tools/helm-binaries.mjs';

const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'] ?? '';
const { helm3, helm4, kubectl } = await helmBinaries();
const chart = { path: join(import.meta.dirname, '../charts/one-config-map') };

async function kube(...args: string[]): Promise<string> {
  return (await promisify(execFile)(kubectl, ['--kubeconfig', kubeconfig, ...args])).stdout;
}

describe.skipIf(kubeconfig === '').each([
  { name: 'Helm 3', binary: helm3, namespace: 'helm-test-3', knowsOwners: false },
  { name: 'Helm 4', binary: helm4, namespace: 'helm-test-4', knowsOwners: true },
])('$name on a cluster', ({ binary, namespace, knowsOwners }) => {
  const found = kubeconfig === '' ? undefined : findHelm({ binary, kubeconfig, environment: process.env });
  const helm = async () => (await found)!;
  const at = (name: string, more: Partial<UpgradeInstallOptions> = {}) => ({
    name,
    namespace,
    chart,
    values: {},
    ...more,
  });

  beforeAll(async () => {
    await kube('delete', 'namespace', namespace, '--ignore-not-found', '--wait');
    await kube('create', 'namespace', namespace);
  });

  afterAll(async () => {
    await (await helm()).close();
    await kube('delete', 'namespace', namespace, '--wait=false');
  });

  async function failure(action: Promise<unknown>): Promise<NaasError> {
    const error: unknown = await action.catch((thrown: unknown) => thrown);
    if (!NaasError.is(error)) throw new Error(`no NaasError but ${String(error)}`);
    return error;
  }

  const edit = (name: string) =>
    kube('patch', 'configmap', name, '-n', namespace, '--patch', '{"data":{"greeting":"mine"}}');

  it('installs, upgrades, tells and removes a release', async () => {
    const ref = { name: 'life', namespace };
    expect(await releaseStatus(await helm(), ref)).toBeUndefined();
    expect(await releaseHistory(await helm(), ref)).toEqual([]);
    expect(await releaseValues(await helm(), ref)).toBeUndefined();
    expect(await releaseState(await helm(), ref)).toBeUndefined();
    expect(await releaseRevision(await helm(), { ...ref, revision: 1 })).toBeUndefined();
    expect(await uninstallRelease(await helm(), ref)).toBe(false);

    const first = await upgradeInstall(await helm(), at('life', { description: 'by a test', wait: true }));
    expect(first).toMatchObject({
      ...ref,
      revision: 1,
      status: 'deployed',
      chart: { name: 'one-config-map', version: '1.2.3' },
      appVersion: '7.0',
      description: 'by a test',
    });
    expect(await releaseValues(await helm(), ref)).toEqual({});

    const second = await upgradeInstall(
      await helm(),
      at('life', { values: { greeting: 'on', nested: { size: 'large' } } }),
    );
    expect(second.revision).toBe(2);
    expect(await releaseStatus(await helm(), ref)).toEqual({ ...second, updated: expect.stringMatching(/^20\d\d-/) });
    expect(await releaseHistory(await helm(), ref)).toMatchObject([
      { revision: 1, status: 'superseded', description: 'by a test' },
      { revision: 2, status: 'deployed' },
    ]);
    expect(await releaseValues(await helm(), ref)).toEqual({ greeting: 'on', nested: { size: 'large' } });
    const settings = { kind: 'ConfigMap', metadata: ref, data: { greeting: 'on', size: 'large' } };
    expect(await releaseState(await helm(), ref)).toMatchObject({
      ...ref,
      revision: 2,
      status: 'deployed',
      values: { greeting: 'on', nested: { size: 'large' } },
      manifest: [settings],
      live: [{ ...settings, metadata: { ...ref, managedFields: [{ manager: 'helm' }] } }],
    });

    expect(await uninstallRelease(await helm(), ref)).toBe(true);
    expect(await releaseStatus(await helm(), ref)).toBeUndefined();
    expect(await kube('get', 'configmap', 'life', '-n', namespace, '--ignore-not-found')).toBe('');
  });

  it('lists releases in every state, in one namespace or in all', async () => {
    await upgradeInstall(await helm(), at('good'));
    await failure(upgradeInstall(await helm(), at('bad', { values: { hold: 60 }, timeoutMs: 2_000 })));
    const here = await listReleases(await helm(), { namespace });
    expect(here.map(({ name, status }) => [name, status])).toEqual([
      ['bad', 'failed'],
      ['good', 'deployed'],
    ]);
    expect(here[1]).toMatchObject({ revision: 1, chart: { name: 'one-config-map', version: '1.2.3' } });
    expect(new Date(here[1]!.updated).getTime()).toBeGreaterThan(Date.now() - 600_000);
    const everywhere = await listReleases(await helm());
    expect(everywhere).toEqual(expect.arrayContaining(here));
  });

  it('tells what an upgrade would bring, and changes nothing', async () => {
    const greeting = (text: string) => [{ kind: 'ConfigMap', metadata: { namespace }, data: { greeting: text } }];
    expect(await plannedManifest(await helm(), at('dry', { values: { hold: 60 } }))).toMatchObject(greeting('hello'));
    expect(await releaseStatus(await helm(), at('dry'))).toBeUndefined();
    await upgradeInstall(await helm(), at('dry'));
    const next = at('dry', { values: { greeting: 'later' }, takeOwnership: true });
    expect(await plannedManifest(await helm(), next)).toMatchObject(greeting('later'));
    expect(await releaseStatus(await helm(), at('dry'))).toMatchObject({ revision: 1, status: 'deployed' });
    const nowhere = { ...at('dry'), namespace: 'helm-test-nowhere' };
    expect(await plannedManifest(await helm(), nowhere)).toMatchObject([
      { metadata: { namespace: 'helm-test-nowhere' } },
    ]);
  });

  it('goes back to an earlier revision, of which it still knows what it was', async () => {
    const ref = { name: 'back', namespace };
    const first = { values: { greeting: 'first' } };
    await upgradeInstall(await helm(), at('back', first));
    await upgradeInstall(await helm(), at('back'));
    expect(await rollbackRelease(await helm(), { ...ref, revision: 1 })).toMatchObject({
      revision: 3,
      status: 'deployed',
    });
    expect(await releaseRevision(await helm(), { ...ref, revision: 1 })).toMatchObject({
      ...ref,
      ...first,
      revision: 1,
      chart: { name: 'one-config-map', version: '1.2.3' },
      manifest: [{ kind: 'ConfigMap', metadata: ref, data: { greeting: 'first' } }],
    });
    expect(await releaseRevision(await helm(), { ...ref, revision: 2 })).toMatchObject({ values: {} });
    expect((await releaseState(await helm(), ref))?.live).toMatchObject([{ data: { greeting: 'first' } }]);
    expect(await releaseRevision(await helm(), { ...ref, revision: 9 })).toBeUndefined();
    const error = await failure(rollbackRelease(await helm(), { ...ref, revision: 9 }));
    expect(error).toMatchObject({ code: 'KUBE_NOT_FOUND', message: expect.stringContaining('no revision 9') });
  });

  it('says that a hook did not end in time, and goes on from there the next time', async () => {
    const error = await failure(upgradeInstall(await helm(), at('late', { values: { hold: 60 }, timeoutMs: 2_000 })));
    expect(error).toMatchObject({ code: 'TIMED_OUT', retryable: true });
    expect(await upgradeInstall(await helm(), at('late'))).toMatchObject({ revision: 2, status: 'deployed' });
  });

  it('says whose an object is that was made by someone else, and takes it over on request', async () => {
    await kube('create', 'configmap', 'foreign', '-n', namespace);
    const error = await failure(upgradeInstall(await helm(), at('foreign')));
    expect(error).toMatchObject({
      code: 'KUBE_CONFLICT',
      subject: { kind: 'ConfigMap', name: 'foreign', namespace },
    });
    expect(error.message).toContain(`ConfigMap ${namespace}/foreign exists`);
    const taken = await upgradeInstall(await helm(), at('foreign', { takeOwnership: true }));
    expect(taken.status).toBe('deployed');
  });

  it(`${knowsOwners ? 'says who edited' : 'takes back unasked'} a field that the release sets too`, async () => {
    await upgradeInstall(await helm(), at('edited'));
    await edit('edited');
    const said = await upgradeInstall(await helm(), at('edited', { values: { greeting: 'theirs' } })).then(
      ({ status }) => status,
      String,
    );
    expect(said).toContain(knowsOwners ? 'sets fields that "kubectl-patch" has set: .data.greeting.' : 'deployed');
  });

  it('takes an edited field back on request', async () => {
    await upgradeInstall(await helm(), at('taken'));
    await edit('taken');
    await upgradeInstall(await helm(), at('taken', { values: { greeting: 'theirs' }, takeOwnership: true }));
    expect(await kube('get', 'configmap', 'taken', '-n', namespace, '-o', 'jsonpath={.data.greeting}')).toBe('theirs');
  });

  it('leaves a failed release, not a stuck one, when it is cancelled', async () => {
    const controller = new AbortController();
    const running = upgradeInstall(await helm(), at('cancelled', { values: { hold: 60 } }), controller);
    await expect
      .poll(
        () =>
          helm()
            .then((it) => releaseStatus(it, at('cancelled')))
            .then((release) => release?.status),
        { timeout: 20_000 },
      )
      .toBe('pending-install');
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(await releaseStatus(await helm(), at('cancelled'))).toMatchObject({ status: 'failed' });
    expect(await upgradeInstall(await helm(), at('cancelled'))).toMatchObject({ status: 'deployed' });
  });

  it('says that another Helm is at work', async () => {
    const controller = new AbortController();
    const running = upgradeInstall(await helm(), at('busy', { values: { hold: 60 } }), controller).catch(
      () => undefined,
    );
    await expect
      .poll(
        () =>
          helm()
            .then((it) => releaseStatus(it, at('busy')))
            .then((release) => release?.status),
        { timeout: 20_000 },
      )
      .toBe('pending-install');
    const error = await failure(upgradeInstall(await helm(), at('busy')));
    controller.abort();
    await running;
    expect(error).toMatchObject({ code: 'HELM_RELEASE_STUCK', subject: { kind: 'Release', name: 'busy', namespace } });
  });

  it('says that the namespace is missing', async () => {
    const error = await failure(upgradeInstall(await helm(), { ...at('r'), namespace: 'helm-test-nowhere' }));
    expect(error).toMatchObject({ code: 'KUBE_NOT_FOUND', subject: { kind: 'Namespace', name: 'helm-test-nowhere' } });
  });

  it('says that the API server cannot be reached', async () => {
    await using lost = await findHelm({ binary, kubeconfig: '/dev/null', environment: process.env });
    expect(await failure(listReleases(lost))).toMatchObject({ code: 'KUBE_UNREACHABLE', retryable: true });
  });

  it('says which right is missing', async () => {
    await kube('create', 'serviceaccount', 'nobody', '-n', namespace);
    const asNobody = ['--kube-as-user', `system:serviceaccount:${namespace}:nobody`];
    const error = await failure(upgradeInstall(await helm(), at('denied', { extraArgs: asNobody })));
    expect(error.code).toBe('KUBE_FORBIDDEN');
    expect(error.message).toContain('secrets');
  });
});
