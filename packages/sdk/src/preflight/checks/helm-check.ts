import { NaasError } from '../../errors.ts';
import type { Check } from './check.ts';

/** The newest Kubernetes each Helm was made for, and so the three before it: https://helm.sh/docs/topics/version_skew/. */
const NEWEST_MINOR: Readonly<Record<string, number>> = {
  '3.17': 32,
  '3.18': 33,
  '3.19': 34,
  '3.20': 35,
  '4.0': 34,
  '4.1': 35,
  '4.2': 36,
};

const MINORS_BACK = 3;

/** Says whether the Helm at hand is made for this Kubernetes; one that is not mostly works. */
export const helmCheck: Check = async ({ renderings, helm, cluster }) => {
  if (renderings.length === 0) return [];
  try {
    const { version } = await helm();
    const newest = NEWEST_MINOR[version.split('.').slice(0, 2).join('.')];
    const here = `Helm ${version} on Kubernetes ${cluster.version}`;
    if (newest === undefined) {
      return [
        { code: 'helm', level: 'unknown', words: `${here}: which Kubernetes this Helm is made for is not known` },
      ];
    }
    if (cluster.minor <= newest && cluster.minor >= newest - MINORS_BACK)
      return [{ code: 'helm', level: 'ok', words: here }];
    const words = `${here}: this Helm is made for 1.${newest - MINORS_BACK} to 1.${newest}`;
    const hint = `Should the release fail for no other reason, take another Helm: https://helm.sh/docs/topics/version_skew/`;
    return [{ code: 'helm', level: 'warning', words, hint }];
  } catch (error) {
    if (!NaasError.is(error)) throw error;
    return [
      { code: 'helm', level: 'stop', words: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) },
    ];
  }
};
