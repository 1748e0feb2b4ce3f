import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/index.ts';
import type { ServiceRow } from './platform-status.ts';
import { signInWords } from './sign-in.ts';

const config = (authenticator: string) =>
  parseConfig(`
apiVersion: naas.dev/v1
kind: Platform
metadata: { name: lab }
spec:
  storage:
    homes: { nfs: { server: 192.168.1.10, path: /homes } }
    kernelspecs: { storageClassName: nfs-client }
  hub: { authenticator: { ${authenticator} } }
`);
const native = config('class: native, allow: [alice]');
const entrance: ServiceRow = {
  namespace: 'jupyterhub',
  name: 'proxy-public',
  type: 'LoadBalancer',
  clusterIp: '10.0.0.1',
  externalIp: '192.168.1.201',
  ports: '80:30080/TCP',
};

describe('where to sign in', () => {
  it('is the address a load balancer gave', () => {
    expect(signInWords(native, [entrance])).toEqual(['Sign in at http://192.168.1.201']);
  });

  it('is said to be missing while nothing gave one, with a way that works', () => {
    const [words] = signInWords(native, [{ ...entrance, externalIp: '<pending>' }]);
    expect(words).toContain('no address yet');
    expect(words).toContain('port-forward service/proxy-public 8000:80');
  });

  it('is the port of a node', () => {
    expect(signInWords(native, [{ ...entrance, type: 'NodePort', externalIp: '' }])).toEqual([
      'Sign in at http://<address of a node>:30080',
    ]);
  });

  it('comes with where the one password is kept, and never with the password', () => {
    const [, password] = signInWords(config('class: dummy, allow: all'), [{ ...entrance, type: 'ClusterIP' }]);
    expect(password).toContain("get secret naas-credentials --output jsonpath='{.data.dummyPassword}'");
  });

  it('is not said when there is no hub', () => {
    expect(signInWords(native, [])).toEqual([]);
  });
});
