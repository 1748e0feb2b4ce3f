import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { components } from '../../packages/sdk/src/components/index.ts';
import { parseConfig } from '../../packages/sdk/src/config/index.ts';
import { completeCredentials, wantedResources } from '../../packages/sdk/src/engine/index.ts';
import {
  applyObject,
  connectKube,
  deleteObject,
  type Kube,
  type KubeObject,
} from '../../packages/sdk/src/kube/index.ts';
import { formatYaml, parseYaml } from '../../packages/sdk/src/yaml/index.ts';

const kubeconfig = process.env['NAAS_TEST_KUBECONFIG'];
const EXAMPLE = new URL('../../docs/examples/cluster.naas.yaml', import.meta.url);
const run = `manifests-${Math.random().toString(36).slice(2, 8)}`;
/** The platform's own namespace has one name: what goes there is tried in this one. */
const SYSTEM = `${run}-system`;

// oxlint-disable-next-line typescript/no-explicit-any -- a YAML document that is changed at any place
type Document = any;

/** Every manifest that the example wants, in namespaces and with volumes of this run alone. */
async function manifestsOf(change: (document: Document) => void): Promise<KubeObject[]> {
  const document = parseYaml(await readFile(EXAMPLE, 'utf8')) as Document;
  const { hub, kernels } = document.spec;
  document.spec.gateway.namespace = `${run}-gateway`;
  hub.namespace = `${run}-hub`;
  kernels.namespace = `${run}-kernels`;
  change(document);
  const config = parseConfig(formatYaml(document));
  const helm = () => Promise.reject(new Error('no chart here'));
  const signal = new AbortController().signal;
  const guardBundle = async () => '// the guard';
  const context = { config, credentials: completeCredentials({}), helm, guardBundle, signal };
  const wanted = await wantedResources(components, context);
  const objects = wanted.flatMap(({ resource }) => {
    if (resource.driver === 'manifest') return [resource.object];
    return resource.driver === 'probe' ? [resource.pod] : [];
  });
  return objects.map(ofThisRun);
}

function ofThisRun(object: KubeObject): KubeObject {
  const { kind, metadata } = object;
  const name = kind === 'PersistentVolume' ? `${run}-${metadata.name}` : metadata.name;
  if (kind === 'Namespace' && name === 'naas-system') return { ...object, metadata: { ...metadata, name: SYSTEM } };
  const namespace = metadata.namespace === 'naas-system' ? SYSTEM : metadata.namespace;
  return { ...object, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } };
}

const label = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

const variants = [
  { what: 'the example', change: () => {} },
  {
    what: 'kernelspecs on NFS, mount options, a mirror and named servers',
    change: ({ spec }: Document) => {
      spec.storage.homes.nfs.mountOptions = ['nfsvers=4.1', 'hard'];
      spec.storage.kernelspecs = { nfs: { server: '192.168.50.10', path: '/elsewhere', mountOptions: ['ro'] } };
      spec.images = { registry: 'mirror.example.com:5000' };
      spec.hub.namedServersPerUser = 2;
    },
  },
];

describe.skipIf(!kubeconfig)('what the components want is taken by a real API server, strictly', () => {
  let kube: Kube;
  let spaces: KubeObject[] = [];

  beforeAll(async () => {
    kube = await connectKube({ kubeconfig: kubeconfig ?? '' });
    spaces = (await manifestsOf(() => {})).filter(({ kind }) => kind === 'Namespace');
    for (const space of spaces) await applyObject(kube, space);
  });

  afterAll(async () => {
    for (const { metadata } of spaces)
      await deleteObject(kube, { apiVersion: 'v1', kind: 'Namespace', name: metadata.name });
    await kube.close();
  });

  test.each(variants)('$what', async ({ change }) => {
    const objects = await manifestsOf(change);
    expect(objects.length).toBeGreaterThan(20);
    const refused: string[] = [];
    for (const object of objects) {
      await applyObject(kube, object, { dryRun: true }).catch((error: Error) =>
        refused.push(`${label(object)}: ${error.message}`),
      );
    }
    expect(refused).toEqual([]);
  });

  test.each(['enterprise-gateway', 'gateway-guard'])(
    'the pods of %s pass the strictest level of Pod Security',
    async (name) => {
      const isWanted = ({ kind, metadata }: KubeObject) => kind === 'Deployment' && metadata.name === name;
      const deployment = (await manifestsOf(() => {})).find(isWanted)!;
      const { template } = deployment['spec'] as { template: { metadata: object; spec: Document } };
      const pod = (spec: object) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...template.metadata, name, namespace: `${run}-kernels` },
        spec: { ...template.spec, serviceAccountName: 'default', ...spec },
      });
      await expect(applyObject(kube, pod({}), { dryRun: true })).resolves.toMatchObject({ kind: 'Pod' });
      await expect(applyObject(kube, pod({ securityContext: {} }), { dryRun: true })).rejects.toMatchObject({
        code: 'KUBE_FORBIDDEN',
        message: expect.stringContaining('violates PodSecurity "restricted:latest"'),
      });
    },
  );

  test('a field that nobody knows is refused, so that this suite can fail', async () => {
    const [role] = (await manifestsOf(() => {})).filter(({ kind }) => kind === 'Role');
    await expect(applyObject(kube, { ...role!, ruless: [] }, { dryRun: true })).rejects.toMatchObject({
      code: 'KUBE_INVALID',
    });
  });
});
