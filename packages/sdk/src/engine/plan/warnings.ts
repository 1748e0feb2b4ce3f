import type { FieldChange, PlannedAction } from './plan.ts';

/** What a person should know before saying yes, whatever component it is about. */
export function generalWarnings(actions: readonly PlannedAction[], kept: readonly string[]): string[] {
  return [
    ...listed(
      'Storage is touched',
      actions.filter(touchesStorage).map(({ verb, id }) => `${verb} ${id}`),
    ),
    ...listed(
      'Rights grow',
      actions.filter(widensRights).map(({ id }) => id),
    ),
    ...listed('Images change', actions.flatMap(changedImages)),
    ...listed('Taken over from others', actions.flatMap(takenOver)),
    ...listed('No longer wanted, and kept because data is in it', kept),
  ];
}

function listed(words: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${words}: ${items.join('; ')}.`];
}

const STORAGE: readonly string[] = ['PersistentVolume', 'PersistentVolumeClaim'];
const CHANGING: readonly string[] = ['update', 'adopt', 'replace', 'delete'];

function touchesStorage({ verb, subject }: PlannedAction): boolean {
  return STORAGE.includes(subject.kind) && CHANGING.includes(verb);
}

const RIGHTS: readonly string[] = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Rights that are there and become others; those of a component that is new come with it. */
function widensRights({ verb, subject, changes }: PlannedAction): boolean {
  const about = RIGHTS.includes(subject.kind) ? OF_OBJECT : subject.kind === 'Release' ? OF_RELEASE : undefined;
  const grows = ({ path, after }: FieldChange) => about?.test(path) === true && after !== undefined;
  return CHANGING.includes(verb) && changes.some(grows);
}

const OF_OBJECT = /^(?:rules|subjects|roleRef)/;
/** Of a release the object stands before the field; one that is new stands alone. */
const OF_RELEASE = /^(?:Cluster)?Role(?:Binding)? [^:]+(?:: (?:rules|subjects|roleRef)|$)/;

/** `image` of a container, and not `imagePullPolicy`; also below `Deployment lab/hub: ` of a release. */
const IMAGE = /(?:containers|initContainers)\[\d+\]\.image$/;

function changedImages({ id, changes }: PlannedAction): string[] {
  return changes
    .filter(({ path, before, after }) => IMAGE.test(path) && before !== undefined && after !== undefined)
    .map(
      ({ path, before, after }) =>
        `${path.includes(': ') ? path.split(': ')[0] : id} ${String(before)} → ${String(after)}`,
    );
}

function takenOver({ verb, id, conflicts = [] }: PlannedAction): string[] {
  if (verb === 'blocked' || verb === 'held') return [];
  return conflicts.map(({ manager, field }) => `${id} ${field} from ${manager}`);
}
