import { changesOf, type Plan, type PlannedAction } from '@naas/sdk';
import { list } from '../words/index.ts';

interface Measure {
  /** What the platform gains, as a sentence goes on after "For safety". */
  readonly words: string;
  readonly kinds: readonly string[];
  /** Which field of it has to change; without it the object as a whole is the measure. */
  readonly field?: RegExp;
}

/** What an installation made by hand mostly lacks, by the objects that bring it. */
const MEASURES: readonly Measure[] = [
  { words: 'who may talk to whom is limited', kinds: ['NetworkPolicy'] },
  { words: 'gateway and guard have rights where kernels are and nowhere else', kinds: ['Role', 'RoleBinding'] },
  { words: 'the API server holds the gateway to what a kernel is', kinds: ['ValidatingAdmissionPolicy'] },
  { words: 'the gateway asks for a token', kinds: ['Secret'] },
  { words: 'pods are held to a Pod Security level', kinds: ['Namespace'], field: /pod-security\.kubernetes\.io/u },
  { words: 'files outlive their claim', kinds: ['PersistentVolume'], field: /persistentVolumeReclaimPolicy/u },
  { words: 'the gateway is reached from inside the cluster only', kinds: ['Service'], field: /^spec\.type/u },
  { words: 'pods run without privileges', kinds: ['Deployment'], field: /securityContext/u },
];

/** Says how much of an installation stays as it is, and what is made or changed for safety. */
export function adoptNotes(plan: Plan): string[] {
  const changes = changesOf(plan);
  const taken = changes.filter(({ verb }) => verb === 'adopt');
  const asTheyAre = taken.filter((action) => contentChanges(action).length === 0).length;
  const made = changes.filter(({ verb }) => verb === 'create').length;
  const gone = changes.filter(({ verb }) => verb === 'replace' || verb === 'delete').length;
  return [
    `${taken.length} taken over, of which ${asTheyAre} stay as they are; ${made} made new; ${gone === 0 ? 'nothing is deleted' : `${gone} deleted or made anew`}.`,
    ...MEASURES.flatMap((measure) => {
      const ids = changes.filter((action) => brings(action, measure)).map(({ id }) => id);
      return ids.length === 0 ? [] : [`For safety, ${measure.words}: ${list(ids)}.`];
    }),
  ];
}

/** Labels and annotations say whose an object is; they are not what it does. */
function contentChanges({ changes }: PlannedAction): PlannedAction['changes'] {
  return changes.filter(({ path }) => !/^metadata\.(?:labels|annotations)/u.test(path));
}

function brings({ subject, verb, changes }: PlannedAction, { kinds, field }: Measure): boolean {
  if (!kinds.includes(subject.kind) || verb === 'blocked' || verb === 'delete') return false;
  return field === undefined || changes.some(({ path }) => field.test(path));
}
