import { getObject, type KubeObject, refOf } from '../../kube/index.ts';
import { adviceOn } from '../cluster/advice.ts';
import type { ClusterFacts } from '../cluster/cluster-facts.ts';
import type { Finding } from '../finding.ts';
import { type Check, type CheckContext, wantedObjects } from './check.ts';

/** Finds claims whose storage class is not there, or that need a default one where there is none. */
export const storageCheck: Check = async (context) => {
  const { storageClasses } = context.cluster;
  if (!storageClasses) {
    return [
      {
        code: 'storage-class',
        level: 'unknown',
        words: 'Which storage classes there are is unknown: they may not be listed',
      },
    ];
  }
  const objects = wantedObjects(context);
  const made = objects.filter(({ kind }) => kind === 'StorageClass').map(({ metadata }) => metadata.name);
  const classes = new Set([...storageClasses.map(({ name }) => name), ...made]);
  const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
  const findings = await Promise.all(claims.map((claim) => judge(claim, { context, classes })));
  return findings.flat();
};

interface Judging {
  readonly context: CheckContext;
  readonly classes: ReadonlySet<string>;
}

async function judge(claim: KubeObject, { context, classes }: Judging): Promise<Finding[]> {
  const { cluster } = context;
  const { storageClassName, volumeName } = claim['spec'] as { storageClassName?: string; volumeName?: string };
  // Without a class it waits for a volume, and the platform makes that.
  if (storageClassName === '' || volumeName !== undefined) return [];
  const wanted = storageClassName ?? cluster.storageClasses?.find(({ isDefault }) => isDefault)?.name;
  const { name } = claim.metadata;
  const finding = { code: 'storage-class' as const, subject: refOf(claim) };
  if (wanted !== undefined && classes.has(wanted)) {
    const which = storageClassName === undefined ? `${wanted}, the default one` : wanted;
    return [{ ...finding, level: 'ok', words: `The claim ${name} has the storage class ${which}` }];
  }
  if (await isBound(claim, context)) {
    return [{ ...finding, level: 'ok', words: `The claim ${name} is bound already` }];
  }
  return [{ ...finding, level: 'stop', ...lacking({ name, storageClassName }, cluster) }];
}

function lacking(
  { name, storageClassName }: { readonly name: string; readonly storageClassName: string | undefined },
  { storageClasses = [], distribution }: ClusterFacts,
): Pick<Finding, 'words' | 'hint'> {
  const there = storageClasses.map((each) => each.name).join(', ') || 'none';
  if (storageClassName !== undefined) {
    const words = `The claim ${name} wants the storage class ${storageClassName}, which is not there (classes there: ${there})`;
    return { words, hint: `Name one of those in the file, or install what brings ${storageClassName}.` };
  }
  return {
    words: `The claim ${name} names no storage class, and the cluster has no default one (classes there: ${there})`,
    hint: adviceOn('default-class', distribution),
  };
}

/** What has its volume needs no class any more. */
async function isBound(claim: KubeObject, { kube, signal }: CheckContext): Promise<boolean> {
  const live = await getObject(kube, refOf(claim), { signal });
  return (live?.['status'] as { phase?: string } | undefined)?.phase === 'Bound';
}
