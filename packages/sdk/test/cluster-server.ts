import { readFile } from 'node:fs/promises';
import type { KubeObject } from '../src/kube/index.ts';
import type { Answer, Seen } from './api-server.ts';
import { status } from './api-server.ts';
import { type ObjectServer, startObjectServer } from './object-server.ts';

/** A cluster as a file of `fixtures/clusters` has it. */
export interface RecordedCluster {
  readonly version: string;
  readonly objects: readonly KubeObject[];
  readonly authorization?: 'off';
}

export interface ClusterServerOptions extends RecordedCluster {
  /** What whoever asks may do. @default everything */
  readonly may?: (attributes: Readonly<Record<string, string | undefined>>) => boolean;
  /** Answers in the place of all else. */
  readonly instead?: (seen: Seen) => Answer | undefined;
  /** What becomes of an object that is made. */
  readonly made?: (object: KubeObject) => KubeObject;
}

/** Reads a cluster of `fixtures/clusters`. */
export async function recordedCluster(name: string): Promise<RecordedCluster> {
  const text = await readFile(new URL(`fixtures/clusters/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as RecordedCluster;
}

/** Starts an API server that has these objects, says its version, and answers access reviews. */
export function startClusterServer(options: ClusterServerOptions): Promise<ObjectServer> {
  const { objects, version, authorization, may = () => true, instead, made } = options;
  return startObjectServer({
    objects,
    ...(made ? { made } : {}),
    instead: (seen) => instead?.(seen) ?? answer(seen),
  });

  function answer({ path, body }: Seen): Answer | undefined {
    if (path === '/version') {
      const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
      return { body: { gitVersion: version, major, minor } };
    }
    if (path === '/apis/metallb.io/v1beta1') return metalLbKinds();
    const { spec } = (body ?? {}) as { spec?: { user?: string; resourceAttributes?: Record<string, string> } };
    if (path.endsWith('/subjectaccessreviews')) return allowed(authorization === 'off');
    if (path.endsWith('/selfsubjectaccessreviews')) return allowed(may(spec?.resourceAttributes ?? {}));
    if (path.endsWith('/selfsubjectreviews')) return answered({ userInfo: { username: 'dana' } });
    return undefined;
  }

  /** MetalLB's kinds are there with its speaker, whether or not anybody made objects of them. */
  function metalLbKinds(): Answer {
    if (!objects.some(({ metadata }) => metadata.name.endsWith('speaker'))) return status(404, 'NotFound');
    const kinds = ['IPAddressPool', 'L2Advertisement', 'BGPAdvertisement'];
    const resources = kinds.map((kind) => ({ kind, name: `${kind.toLowerCase()}s`, namespaced: true }));
    return { body: { resources } };
  }
}

function allowed(is: boolean): Answer {
  return answered({ allowed: is });
}

function answered(status: object): Answer {
  return { status: 201, body: { metadata: {}, status } };
}
