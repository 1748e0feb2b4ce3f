import { expect, test } from 'vitest';
import { componentContext } from '../../../test/component-context.ts';
import type { ManifestResource } from '../../engine/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { admission } from './admission.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a manifest, read at any place
type AnyObject = KubeObject & Record<string, any>;

async function made(spec: Record<string, unknown> = {}) {
  const resources = (await admission.desired(componentContext(spec))) as ManifestResource[];
  const [policy, binding] = resources.map(({ object }) => object) as [AnyObject, AnyObject];
  const said = policy['spec'].validations.map(({ message }: { message: string }) => message) as string[];
  const expressions = policy['spec'].validations.map(({ expression }: { expression: string }) => expression).join('\n');
  return { resources, policy, binding, said, expressions };
}

test('the policy holds whoever is the gateway, refuses, and lets nothing pass when it cannot be judged', async () => {
  const { policy, binding } = await made({ gateway: { namespace: 'gw' } });
  expect(policy['spec'].matchConditions).toEqual([
    {
      name: 'made-by-the-gateway',
      expression: 'request.userInfo.username == "system:serviceaccount:gw:enterprise-gateway"',
    },
  ]);
  expect(policy['spec'].failurePolicy).toBe('Fail');
  expect(policy['spec'].matchConstraints.resourceRules[0]).toMatchObject({
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods', 'pods/ephemeralcontainers'],
  });
  expect(binding['spec']).toEqual({ policyName: policy.metadata.name, validationActions: ['Deny'] });
});

test('namespace, image and claim are those of the file, the image from the mirror', async () => {
  const { expressions } = await made({
    kernels: { namespace: 'kernels', image: 'docker.io/example/kernel:1' },
    images: { registry: 'mirror.example.com' },
  });
  expect(expressions).toContain('request.namespace == "kernels"');
  expect(expressions).toContain('c.image in ["mirror.example.com/example/kernel:1"]');
  expect(expressions).toContain('claimName == "kernel-homes"');
});

test('every refusal is a sentence about kernels', async () => {
  const { said } = await made();
  expect(said).toEqual([
    'the gateway makes pods in the namespace notebook-kernels only',
    'a kernel is one container, without any before it or beside it',
    'a kernel runs the image docker.io/elyra/kernel-py:3.3.0',
    'a kernel says whose it is by the label naas.dev/user',
    'a kernel has no volume but the claim kernel-homes',
    'a kernel mounts the home that its label naas.dev/user names, and no other directory',
    'a kernel shares no namespace of its node',
    'a kernel takes no port of its node',
    'a kernel does not run as root',
    'a kernel has no privileges and cannot gain any',
    'a kernel has no capability added',
    'a kernel runs as the service account kernel, without its token',
  ]);
});

test('a cluster that serves no such policies does without, and people are told', async () => {
  const { resources } = await made();
  for (const { whereServed } of resources)
    expect(whereServed).toMatch(/^This cluster has no ValidatingAdmissionPolicy/);
});
