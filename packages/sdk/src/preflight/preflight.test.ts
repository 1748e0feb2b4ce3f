import { expect, test } from 'vitest';
import { status } from '../../test/api-server.ts';
import { type ClusterServerOptions, recordedCluster, startClusterServer } from '../../test/cluster-server.ts';
import { componentContext } from '../../test/component-context.ts';
import { platformConfig } from '../../test/platform-config.ts';
import { components } from '../components/index.ts';
import { wantedResources } from '../engine/index.ts';
import { NaasError } from '../errors.ts';
import { FINDING_CODES, stopsOf } from './finding.ts';
import { preflight } from './preflight.ts';

const config = platformConfig();
const wanted = await wantedResources(components, { ...componentContext(), config });
const noHelm = () => Promise.reject(new NaasError('HELM_NOT_FOUND', 'There is no Helm.'));
const signal = new AbortController().signal;

async function reported(cluster: ClusterServerOptions) {
  await using api = await startClusterServer(cluster);
  const report = await preflight(api.kube, { config, wanted, helm: noHelm, signal });
  return { report, seen: api.seen, writes: api.writes };
}

test('all that is wrong is told at once, and nothing is sent that persists', async () => {
  const cluster = { ...(await recordedCluster('rke2')), version: 'v1.27.1+rke2r1', may: () => false };
  const { report, writes } = await reported(cluster);
  const stops = new Set(stopsOf(report).map(({ code }) => code));
  expect([...stops]).toEqual(['kubernetes', 'helm', 'rights', 'storage-class']);
  expect(report).toMatchObject({ platform: 'lab', cluster: { distribution: 'rke2' } });
  expect(writes).toEqual([]);
});

test('findings come in one order, each with a code of the list', async () => {
  const { report } = await reported(await recordedCluster('kubeadm'));
  const places = report.findings.map(({ code }) => FINDING_CODES.indexOf(code));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('what cannot be asked is unknown, and the rest is told', async () => {
  const instead = ({ path }: { path: string }) =>
    path.endsWith('/selfsubjectaccessreviews') ? status(403, 'Forbidden', { message: 'no reviews' }) : undefined;
  const { report } = await reported({ ...(await recordedCluster('k3s')), instead });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ code: 'rights', level: 'unknown', words: expect.stringContaining('no reviews') }),
  );
  expect(report.findings).toContainEqual(expect.objectContaining({ code: 'image', level: 'ok' }));
});

test('at most eight rights are asked about at a time', async () => {
  let open = 0;
  let most = 0;
  const instead: ClusterServerOptions['instead'] = ({ path }) => {
    if (!path.endsWith('/selfsubjectaccessreviews')) return undefined;
    most = Math.max(most, (open += 1));
    return (response) =>
      void setTimeout(() => {
        open -= 1;
        response.writeHead(201).end(JSON.stringify({ status: { allowed: false } }));
      }, 2);
  };
  const { seen } = await reported({ ...(await recordedCluster('k3s')), instead });
  expect(seen.length).toBeGreaterThan(100);
  expect(most).toBe(8);
});
