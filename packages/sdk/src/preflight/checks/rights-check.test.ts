import { expect, test } from 'vitest';
import { hubRendering, runCheck, told } from '../../../test/run-check.ts';
import { NaasError } from '../../errors.ts';
import { rightsCheck } from './rights-check.ts';

const few = ({ verb }: Readonly<Record<string, string | undefined>>) => verb !== '*';

test('who has every right is told so, by name; an administrator is asked no more than that', async () => {
  expect(told(await runCheck(rightsCheck))).toEqual(['ok: dana may do everything']);
  const server = { may: few };
  expect(told(await runCheck(rightsCheck, { server }))).toEqual(['ok: dana has every right that is needed']);
});

test('a missing right is told in words, with the rule that gives it', async () => {
  const may = ({ verb, resource, namespace }: Readonly<Record<string, string | undefined>>) =>
    verb !== '*' && !(resource === 'deployments' && namespace === 'enterprise-gateway' && verb === 'patch');
  expect(await runCheck(rightsCheck, { server: { may } })).toEqual([
    {
      code: 'rights',
      level: 'stop',
      words: 'dana may not patch deployments.apps in enterprise-gateway, for Deployment gateway-guard',
      hint: 'Add to a Role in enterprise-gateway: {apiGroups: [apps], resources: [deployments], verbs: [patch]}. naas rbac prints all that is needed.',
    },
  ]);
});

test('a right that only serves to know the cluster stops nothing', async () => {
  const may = ({ verb, resource }: Readonly<Record<string, string | undefined>>) =>
    verb !== '*' && resource !== 'daemonsets';
  expect(told(await runCheck(rightsCheck, { server: { may } }))).toEqual([
    'warning: dana may not list daemonsets.apps in the cluster, for knowing the cluster',
  ]);
});

test('what a chart needs is unknown where it could not be rendered', async () => {
  const error = new NaasError('HELM_CHART_NOT_FOUND', 'The repository cannot be read.', { retryable: true });
  const how = { server: { may: few }, renderings: [{ ...hubRendering(), error }] };
  expect(told(await runCheck(rightsCheck, how))).toEqual([
    'unknown: Which rights the release jhub needs is unknown: its chart could not be rendered',
  ]);
});
