import { expect, it } from 'vitest';
import { standInHelm } from '../../../test/stand-in-helm.ts';
import { plannedManifest } from './planned-manifest.ts';

const chart = { name: 'jupyterhub', repository: 'https://hub.jupyter.org/helm-chart/', version: '4.4.0' };
const options = { name: 'jhub', namespace: 'lab', chart, values: { password: 'hunter-22' } };

/** What the real programs answer to a dry run, shortened. */
const answer = JSON.stringify({
  name: 'jhub',
  info: { status: 'pending-upgrade', description: 'Dry run complete' },
  chart: { metadata: { name: 'jupyterhub' }, values: {} },
  config: { password: 'hunter-22' },
  manifest: '---\n# Source: jupyterhub/templates/hub.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: hub\n',
  hooks: [{ name: 'puller', kind: 'Job', manifest: 'kind: Job' }],
  version: 2,
  namespace: 'lab',
});
const hub = [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hub', namespace: 'lab' } }];

it.each(['v3.17.2', 'v4.1.4'])('gives the objects of a dry run by Helm %s, and nothing else of it', async (version) => {
  await using stand = await standInHelm(`printf %s '${answer}'`, version);
  expect(await plannedManifest(stand.helm, options)).toEqual(hub);
  expect(await stand.asked()).toEqual([expect.stringMatching(/^upgrade --install jhub .* --dry-run=server /)]);
});

it('plans a stuck release as if it were installed for the first time', async () => {
  const refusal = 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress';
  await using stand = await standInHelm(
    `case "$1" in upgrade) echo '${refusal}' >&2; exit 1;; *) printf %s '${answer}';; esac`,
  );
  expect(await plannedManifest(stand.helm, options)).toEqual(hub);
  expect((await stand.asked())[1]).toMatch(/^install jhub .* --dry-run=server /);
  expect((await stand.asked())[1]).not.toMatch(/--history-max|--reset-values/);
});

it('repeats no value in what it says of a failure', async () => {
  await using stand = await standInHelm(`echo 'Error: something about hunter-22' >&2; exit 1`);
  await expect(plannedManifest(stand.helm, options)).rejects.toThrow('something about ***');
});
