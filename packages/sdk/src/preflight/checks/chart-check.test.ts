import { expect, test } from 'vitest';
import { helmOfVersion, hubRendering, runCheck, told } from '../../../test/run-check.ts';
import { NaasError } from '../../errors.ts';
import { chartCheck } from './chart-check.ts';
import { helmCheck } from './helm-check.ts';
import { kubernetesCheck } from './kubernetes-check.ts';

test('a Kubernetes older than 1.28 stops a deploy', async () => {
  expect(told(await runCheck(kubernetesCheck, { cluster: { version: 'v1.27.16', minor: 27 } }))).toEqual([
    'stop: Kubernetes v1.27.16: 1.28 or newer is needed',
  ]);
  expect(told(await runCheck(kubernetesCheck, { cluster: { distribution: 'k3s' } }))).toEqual([
    'ok: Kubernetes v1.34.4 (k3s)',
  ]);
});

test.each([
  ['4.1.4', 'ok: Helm 4.1.4 on Kubernetes v1.34.4'],
  ['3.17.0', 'warning: Helm 3.17.0 on Kubernetes v1.34.4: this Helm is made for 1.29 to 1.32'],
  ['5.0.0', 'unknown: Helm 5.0.0 on Kubernetes v1.34.4: which Kubernetes this Helm is made for is not known'],
])('Helm %s is measured against the Kubernetes it is made for', async (version, words) => {
  const how = { renderings: [hubRendering()], helm: helmOfVersion(version) };
  expect(told(await runCheck(helmCheck, how))).toEqual([words]);
});

test('no Helm stops a deploy, once, and nobody looks for one without a release', async () => {
  const error = new NaasError('HELM_NOT_FOUND', 'There is no Helm.', { hint: 'Install Helm.' });
  const how = { renderings: [{ ...hubRendering(), error }], helm: () => Promise.reject(error) };
  expect(await runCheck(helmCheck, how)).toEqual([
    { code: 'helm', level: 'stop', words: 'There is no Helm.', hint: 'Install Helm.' },
  ]);
  expect(await runCheck(chartCheck, how)).toEqual([]);
  expect(await runCheck(helmCheck)).toEqual([]);
});

test('a chart that cannot be rendered stops a deploy; one that nobody could get is unknown', async () => {
  const refused = new NaasError('HELM_VALUES_INVALID', 'The chart refuses values: hub.x.');
  const away = new NaasError('HELM_CHART_NOT_FOUND', 'The repository cannot be read.', { retryable: true });
  const renderings = [hubRendering(), { ...hubRendering(), error: refused }, { ...hubRendering(), error: away }];
  expect(told(await runCheck(chartCheck, { renderings }))).toEqual([
    'ok: The chart charts/hub suits Kubernetes v1.34.4',
    'stop: The chart refuses values: hub.x.',
    'unknown: Whether the chart charts/hub suits this cluster is unknown: The repository cannot be read.',
  ]);
});
