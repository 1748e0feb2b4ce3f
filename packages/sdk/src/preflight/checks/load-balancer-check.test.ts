import { expect, test } from 'vitest';
import { factsOf, hubRendering, runCheck, told } from '../../../test/run-check.ts';
import { loadBalancerCheck } from './load-balancer-check.ts';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'proxy-public', namespace: 'jupyterhub' } };
const renderings = [hubRendering({ ...service, spec: { type: 'LoadBalancer' } })];

test('a Service that nothing gives an address is told with the command, whose range is not optional', async () => {
  expect(await runCheck(loadBalancerCheck, { cluster: await factsOf('microk8s'), renderings })).toEqual([
    {
      code: 'load-balancer',
      level: 'warning',
      subject: { apiVersion: 'v1', kind: 'Service', name: 'proxy-public', namespace: 'jupyterhub' },
      words: 'proxy-public will have no address from outside: MetalLB runs, but has no address pool',
      hint: expect.stringContaining('microk8s enable metallb:192.168.1.201-192.168.1.210'),
    },
  ]);
});

test('nobody is asked for one that is not needed', async () => {
  expect(await runCheck(loadBalancerCheck, { cluster: await factsOf('rke2') })).toEqual([]);
});

test('MetalLB beside ServiceLB of k3s is told', async () => {
  const pool = { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: { name: 'p', namespace: 'm' } };
  const wanted = [{ component: 'load-balancer', resource: { driver: 'manifest' as const, object: pool } }];
  const findings = await runCheck(loadBalancerCheck, { cluster: await factsOf('k3s'), renderings, wanted });
  expect(told(findings)).toEqual([
    "ok: proxy-public gets an address of the platform's own MetalLB",
    'warning: ServiceLB of k3s is at work: it and MetalLB would both answer for a Service',
  ]);
  expect(findings[1]?.hint).toContain('--disable=servicelb');
});
