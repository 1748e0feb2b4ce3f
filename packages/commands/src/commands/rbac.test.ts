import { parseYamlDocuments } from '@naas/sdk';
import { expect, test } from 'vitest';
import { inMemoryPlatform, runToReport } from '../testing/index.ts';

const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'naas-deployer' } };

async function printed(line: string) {
  const { report } = await runToReport(line, { platform: inMemoryPlatform() });
  const texts = report.blocks.map((block) => (block.kind === 'text' ? block.text : ''));
  return { report, objects: parseYamlDocuments([report.title, ...texts].join('\n\n')).filter(Boolean) };
}

test('all that is printed is one file of YAML, and the same objects are in the data', async () => {
  const { report, objects } = await printed('rbac');
  expect(report.title).toBe('# What a deployer of lab must be allowed to do: 1 role');
  expect(objects).toEqual([role]);
  expect(report.data).toEqual({ objects });
});

test.each([
  ['user:dana', { kind: 'User', name: 'dana' }],
  ['group:oidc:notebook admins', { kind: 'Group', name: 'oidc:notebook admins' }],
  ['serviceaccount:ci/naas', { kind: 'ServiceAccount', namespace: 'ci', name: 'naas' }],
])('--for %s binds exactly that', async (who, subject) => {
  const { objects } = await printed(`rbac --for "${who}"`);
  expect(objects[1]).toMatchObject({ subject });
});

test.each(['dana', 'serviceaccount:naas', 'user:'])('--for %s is refused with the forms there are', async (who) => {
  await expect(printed(`rbac --for ${who}`)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('user:NAME, group:NAME or serviceaccount:NAMESPACE/NAME'),
  });
});
