import { NaasError } from '../../errors.ts';
import type { StuckRelease, StuckState } from './stuck-release.ts';

type Wordless = Omit<StuckRelease, 'words'>;

const DOING: Readonly<Record<StuckState, string>> = {
  'pending-install': 'installing',
  'pending-upgrade': 'upgrading',
  'pending-rollback': 'rolling back',
  uninstalling: 'removing',
  failed: 'installing',
};

/** Says how long a release has to be left alone. */
export function waitWords({ name, namespace, state, since }: Wordless, until: string): string {
  return `Helm has been ${DOING[state]} release ${namespace}/${name} since ${since} and may be at it until ${until}.`;
}

/** Says what is wrong with a release, what will be done about it and what is kept. */
export function repairWords({ name, namespace, state, ...stuck }: Wordless): string {
  const ended = state === 'failed' ? 'failed' : 'was stopped';
  const when = `(revision ${stuck.revision}, ${stuck.since})`;
  return `Helm ${ended} while ${DOING[state]} release ${namespace}/${name} ${when}: ${remedy(stuck)}.`;
}

function remedy({ repair, deployedRevision }: Pick<StuckRelease, 'repair' | 'deployedRevision'>): string {
  const kept = 'a copy of its record is kept';
  if (repair === 'rollback') {
    return `${kept}, then revision ${deployedRevision} is brought back by a rollback; what is left of it stays, claims with their data too`;
  }
  const next =
    deployedRevision === undefined ? 'it is installed anew' : `Helm goes on from revision ${deployedRevision}`;
  return `${kept}, then the record is removed and ${next}; every object stays as it is, claims with their data too`;
}

/** Refuses a release that has to be left alone for now. */
export function releaseInUse({ name, namespace, words }: StuckRelease): NaasError {
  return new NaasError('HELM_RELEASE_STUCK', words, {
    hint: 'Wait until then, and try again: what is left half done by then is repaired first.',
    retryable: true,
    subject: { kind: 'Release', name, namespace },
  });
}

/** Refuses a release that is no longer as it was when it was recognised as stuck. */
export function releaseChanged({ name, namespace }: StuckRelease): NaasError {
  const sentence = `Release ${namespace}/${name} has changed since it was looked at: another Helm has been at work on it.`;
  return new NaasError('KUBE_CONFLICT', sentence, {
    hint: 'Make a new plan, and look at it.',
    subject: { kind: 'Release', name, namespace },
  });
}
