import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { storedRelease } from './stored-release.ts';

const secretWith = (release: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'sh.helm.release.v1.r.v1', namespace: 'lab' },
  data: { release: Buffer.from(release).toString('base64') },
});

it('reads what Helm packed: gzipped JSON in base64, which the API encodes once more', () => {
  const release = {
    name: 'r',
    namespace: 'lab',
    version: 1,
    info: { status: 'deployed', last_deployed: '2026-11-28T00:13:31Z' },
    chart: { metadata: { name: 'hub', version: '4.4.0' } },
    manifest: '---\n',
  };
  const packed = gzipSync(JSON.stringify({ ...release, config: { password: 'x' } })).toString('base64');
  expect(storedRelease(secretWith(packed))).toEqual(release);
});

it('says which record is damaged, and nothing of what is in it', () => {
  expect(() => storedRelease(secretWith('hunter-22'))).toThrow("Helm's record lab/sh.helm.release.v1.r.v1 is damaged.");
  const packed = gzipSync('{"password":"hunter-22"').toString('base64');
  expect(() => storedRelease(secretWith(packed))).toThrow('it is not JSON');
});
