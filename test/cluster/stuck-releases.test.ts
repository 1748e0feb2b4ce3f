import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findHelm,
  type Helm,
  plannedManifest,
  releaseHistory,
  releaseState,
  repairRelease,
  type StuckRelease,
  stuckRelease,
  uninstallRelease,
  upgradeInstall,
} from '../../packages/sdk/src/helm/index.ts';
import { getObject, patchObject } from '../../packages/sdk/src/kube/index.ts';
import { helmBinaries } from '../../tools/helm-binaries.mjs';
import { type Door, openDoor } from './support/door.ts';
import { CONFIG_MAP, ownNamespace } from './support/own-namespace.ts';
import { type Hand, MORE, PLANTED, writes } from './support/planted-releases.ts';
import { run } from './support/run.ts';

const { helm3, helm4, kubectl } = await helmBinaries();
const chart = join(import.meta.dirname, '../charts/settings-and-claim');
const own = ownNamespace();
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const TEN_MINUTES = 600_000;
let door: Door;

beforeAll(async () => {
  door = await openDoor(kubectl, own.kubeconfig);
});

afterAll(() => door[Symbol.asyncDispose]());

/** What a command of Helm wants besides the name of the release. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = { install: [chart], upgrade: [chart], rollback: ['1'] };

describe.each([
  ['Helm 3', helm3],
  ['Helm 4', helm4],
])('%s', (_, binary) => {
  let helm: Helm;

  beforeAll(async () => {
    helm = await findHelm({ binary, kubeconfig: own.kubeconfig, environment: process.env });
  });

  afterAll(() => helm.close());

  const release = () => ({ name: `r${randomBytes(3).toString('hex')}`, namespace: own.namespace });
  type Ref = ReturnType<typeof release>;
  const wanted = (ref: Ref) => ({ ...ref, chart: { path: chart }, values: { greeting: 'wanted', keep: true } });
  const later = { now: Date.now() + TEN_MINUTES };

  function handOn({ name, namespace }: Ref): Hand {
    const words = ([command = '', ...args]: readonly string[], kubeconfig: string) => [
      command,
      name,
      ...(OPERANDS[command] ?? []),
      ...args,
      '--namespace',
      namespace,
      '--kubeconfig',
      kubeconfig,
    ];
    return {
      helm: async (...command) => {
        const { exitCode, stderr } = await run(binary, words(command, own.kubeconfig));
        if (exitCode !== 0) throw new Error(stderr);
      },
      killed: (command, at) => door.killAt([binary, ...words(command, door.kubeconfig)], at),
    };
  }

  const claimUid = async ({
    namespace = own.namespace,
    name,
  }: {
    readonly namespace?: string;
    readonly name: string;
  }) => (await getObject(own.kube, { ...CLAIM, namespace, name }))?.metadata.uid;
  const configMap = ({ namespace, name }: Ref) => getObject(own.kube, { ...CONFIG_MAP, namespace, name });
  const repair = (stuck: StuckRelease | undefined) =>
    repairRelease({ kube: own.kube, helm }, stuck!, { keepIn: { namespace: own.namespace, labels: { test: 'kept' } } });

  it.each(PLANTED.map((each) => [each.what, each] as const))('repairs %s', async (_what, planted) => {
    const { plant, nothingMade = false, stuck: expected, strays, history } = planted;
    const ref = release();
    await plant(handOn(ref));
    const claim = await claimUid(ref);
    expect(claim === undefined).toBe(nothingMade);
    const [record] = (await releaseHistory(helm, ref)).slice(-1);

    const stuck = await stuckRelease(own.kube, ref, later);
    expect(stuck).toMatchObject({ ...ref, ...expected, mayStillRun: false });
    const planned = await plannedManifest(helm, wanted(ref));
    expect(planned.map(({ kind }) => kind)).toEqual(['ConfigMap', 'PersistentVolumeClaim', 'Service']);

    const repaired = await repair(stuck);
    expect(repaired.strays.map(({ kind }) => kind)).toEqual(strays);
    expect(await stuckRelease(own.kube, ref, later)).toBeUndefined();
    const kept = await Promise.all(repaired.kept.map((copy) => getObject(own.kube, copy)));
    expect(kept[0]).toMatchObject({
      type: 'naas.dev/kept-release',
      metadata: { labels: { test: 'kept' }, annotations: { 'naas.dev/kept-status': record?.status } },
    });

    await upgradeInstall(helm, wanted(ref));
    expect((await releaseHistory(helm, ref)).map(({ revision, status }) => `${revision} ${status}`)).toEqual(history);
    expect(await releaseState(helm, ref)).toMatchObject({ status: 'deployed', live: [{}, {}, {}] });
    expect(await configMap(ref)).toMatchObject({ data: { greeting: 'wanted' } });
    expect([undefined, await claimUid(ref)]).toContain(claim);
    const strayClaims = repaired.strays.filter(({ kind }) => kind === CLAIM.kind);
    expect(await Promise.all(strayClaims.map(claimUid))).not.toContain(undefined);
    expect(await configMap({ ...ref, name: `${ref.name}-first` })).toBeDefined();
    await uninstallRelease(helm, ref);
  });

  it('leaves a failed upgrade to Helm, which goes on from the revision that is deployed', async () => {
    const ref = release();
    await handOn(ref).helm('install');
    await expect(handOn(ref).helm('upgrade', '--set', 'port=70000')).rejects.toThrow('between 1 and 65535');
    const claim = await claimUid(ref);
    expect((await releaseHistory(helm, ref)).map(({ status }) => status)).toEqual(['deployed', 'failed']);
    expect(await stuckRelease(own.kube, ref, later)).toBeUndefined();
    await upgradeInstall(helm, wanted(ref));
    expect(await claimUid(ref)).toBe(claim);
  });

  it('knows nothing of a release that is well, kept in the history only, or not there', async () => {
    const ref = release();
    expect(await stuckRelease(own.kube, ref, later)).toBeUndefined();
    await handOn(ref).helm('install', '--set', 'keep=true');
    expect(await stuckRelease(own.kube, ref, later)).toBeUndefined();
    await handOn(ref).helm('uninstall', '--keep-history');
    expect(await stuckRelease(own.kube, ref, later)).toBeUndefined();
    await upgradeInstall(helm, wanted(ref));
  });

  it('leaves a release alone on which another Helm may be at work, however old its labels say it is', async () => {
    const ref = release();
    const hand = handOn(ref);
    await hand.helm('install');
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: ref.namespace,
      name: `sh.helm.release.v1.${ref.name}.v1`,
    };
    await patchObject(own.kube, secret, { metadata: { labels: { modifiedAt: '1700000000' } } });
    await hand.killed(MORE, writes('services'));
    const begun = await getObject(own.kube, { ...secret, name: secret.name.replace(/1$/, '2') });
    expect(begun?.metadata.labels).toMatchObject({ modifiedAt: '1700000000', status: 'pending-upgrade' });

    const stuck = await stuckRelease(own.kube, ref, { now: Date.now() });
    expect(stuck).toMatchObject({ state: 'pending-upgrade', mayStillRun: true });
    expect(stuck?.words).toMatch(/^Helm has been upgrading release \S+ since \S+Z and may be at it until \S+Z\.$/);
    await expect(repair(stuck)).rejects.toMatchObject({ code: 'HELM_RELEASE_STUCK', message: stuck?.words });
    expect((await releaseHistory(helm, ref)).map(({ status }) => status)).toEqual(['deployed', 'pending-upgrade']);
  });

  it('touches nothing when another Helm has come in between', async () => {
    const ref = release();
    const hand = handOn(ref);
    await hand.helm('install');
    await hand.killed(MORE, writes('services'));
    const stuck = await stuckRelease(own.kube, ref, later);
    await hand.helm('rollback');
    const before = await releaseHistory(helm, ref);
    await expect(repair(stuck)).rejects.toMatchObject({ code: 'KUBE_CONFLICT', subject: { kind: 'Release', ...ref } });
    expect(await releaseHistory(helm, ref)).toEqual(before);
  });
});
