import { expect, test } from 'vitest';
import { startApiServer, status } from '../../test/api-server.ts';
import type { Plan } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import { refuseSecondPlatform } from './refuse-second-platform.ts';

interface Situation {
  /** The label of the namespace naas-system; null where there is no such namespace. */
  readonly label: string | null;
  /** How much of that platform there is to remove, or why that is not known. */
  readonly removable: number | NaasError;
}

/** Plans the platform `lab` where this is the situation. Gives whose removal was planned to find out. */
async function planLab({ label, removable }: Situation): Promise<string[]> {
  await using server = await startApiServer(() =>
    label === null ? status(404, 'NotFound') : { body: namespace({ 'naas.dev/platform': label }) },
  );
  const asked: string[] = [];
  const planDestroy = async (platform: string): Promise<Plan> => {
    asked.push(platform);
    if (typeof removable !== 'number') throw removable;
    const actions = Array.from({ length: removable }, deletion);
    return { platform, intent: 'destroy', options: {}, actions, warnings: [], digest: '' };
  };
  await refuseSecondPlatform(server.kube, {
    name: 'lab',
    inventory: undefined,
    planDestroy,
    signal: new AbortController().signal,
  });
  expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/v1/namespaces/naas-system']);
  return asked;
}

test('a platform beside another is refused by the name of the one that is there', async () => {
  await expect(planLab({ label: 'school', removable: 1 })).rejects.toMatchObject({
    code: 'PLAN_BLOCKED',
    message: 'This cluster has the platform school, and the file describes lab: a cluster has one platform.',
    hint: expect.stringMatching(/write its name into metadata\.name.*destroy school first/),
  });
});

test('a platform of which nobody can say whether it was destroyed counts as there', async () => {
  const removable = new NaasError('HELM_NOT_FOUND', 'There is no Helm.');
  await expect(planLab({ label: 'school', removable })).rejects.toMatchObject({ code: 'PLAN_BLOCKED' });
});

test.each([
  ['the platform that is there itself', { label: 'lab', removable: 9 }],
  ['the first platform of a cluster', { label: null, removable: 0 }],
])('%s is planned without a further look', async (_what, situation) => {
  expect(await planLab(situation)).toEqual([]);
});

test('a platform may follow one that was destroyed, whose namespaces stay with its name', async () => {
  expect(await planLab({ label: 'school', removable: 0 })).toEqual(['school']);
});

function namespace(labels: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'naas-system', labels } };
}

function deletion(): Plan['actions'][number] {
  const subject = { kind: 'Deployment', namespace: 'hub', name: 'hub' };
  const id = 'Deployment hub/hub';
  return { id, component: 'hub', driver: 'manifest', verb: 'delete', subject, changes: [], state: 'uid' };
}
