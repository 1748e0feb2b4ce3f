import { describe, expect, it } from 'vitest';
import { splitChart } from './release.ts';

describe('splitChart', () => {
  it.each([
    ['jupyterhub-4.4.0', 'jupyterhub', '4.4.0'],
    ['enterprise-gateway-3.3.0', 'enterprise-gateway', '3.3.0'],
    ['nfs-subdir-external-provisioner-4.0.17', 'nfs-subdir-external-provisioner', '4.0.17'],
    ['jupyterhub-4.4.0-0.dev.git.1+abc', 'jupyterhub', '4.4.0-0.dev.git.1+abc'],
    ['k3s-io-v1.2.3', 'k3s-io', 'v1.2.3'],
    ['nameless', 'nameless', ''],
  ])('takes %s apart', (chart, name, version) => {
    expect(splitChart(chart)).toEqual({ name, version });
  });
});
