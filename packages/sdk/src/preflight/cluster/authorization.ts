import { type Kube, KubeError, mayUser } from '../../kube/index.ts';
import type { Fact } from './fact.ts';

/** A user that no cluster has given a right to. */
const NOBODY = 'naas-preflight-nobody';

/**
 * Tells whether the API server checks rights at all, by asking about a user nobody knows. Without it every access
 * review says yes, and a token in any pod opens everything.
 */
export async function authorizationFact(kube: Kube, options: { readonly signal: AbortSignal }): Promise<Fact> {
  try {
    const access = { user: NOBODY, verb: 'get', group: '', resource: 'secrets', namespace: 'kube-system' };
    if (!(await mayUser(kube, access, options))) return { state: 'yes', words: 'Rights are checked' };
    return { state: 'no', words: 'Rights are not checked: a user nobody knows may read every Secret' };
  } catch (error) {
    // Who is refused the question has the answer.
    if (error instanceof KubeError && error.status === 403) return { state: 'yes', words: 'Rights are checked' };
    throw error;
  }
}
