import { describe, expect, it } from 'vitest';
import { helmError } from './helm-error.ts';

const command = {
  action: 'upgrade',
  exitCode: 1,
  subject: { name: 'jhub', namespace: 'jupyterhub' },
  values: { hub: { cookieSecret: 'abcdef012345', size: 'tiny' } },
};

/** What the real programs wrote, Helm 3.17 and 4.1; the sentence is what a person reads. */
const RECORDED: readonly (readonly [stderr: string, code: string, sentence: string])[] = [
  [
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\njupyterhub:\n- singleuser: Additional property storge is not allowed\n",
    'HELM_VALUES_INVALID',
    'The chart of release jupyterhub/jhub refuses values: values.singleuser.storge: unknown key.',
  ],
  [
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\njupyterhub:\n- at '/singleuser': validation failed\n  - at '/singleuser': additional properties 'a', 'b' not allowed\n  - at '/singleuser/uid': got string, want integer\n\n",
    'HELM_VALUES_INVALID',
    'The chart of release jupyterhub/jhub refuses values: values.singleuser.a: unknown key; values.singleuser.b: unknown key; values.singleuser.uid: got string, want integer.',
  ],
  [
    'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\n',
    'HELM_RELEASE_STUCK',
    'Another Helm works on release jupyterhub/jhub, or was killed while it did.',
  ],
  [
    'Error: release name check failed: cannot reuse a name that is still in use\n',
    'HELM_RELEASE_STUCK',
    'Release jupyterhub/jhub never came to the end of a deployment, and Helm cannot go on from there.',
  ],
  [
    'Error: INSTALLATION FAILED: cannot re-use a name that is still in use\n',
    'HELM_RELEASE_STUCK',
    'Release jupyterhub/jhub never came to the end of a deployment, and Helm cannot go on from there.',
  ],
  [
    'Error: chart "jupyterhub" version "9.9.9" not found in https://hub.jupyter.org/helm-chart/ repository\n',
    'HELM_CHART_NOT_FOUND',
    'There is no chart jupyterhub 9.9.9 in https://hub.jupyter.org/helm-chart/.',
  ],
  [
    'Error: looks like "https://x.invalid/" is not a valid chart repository or cannot be reached: Get "https://x.invalid/index.yaml": dial tcp: lookup x.invalid: no such host\n',
    'HELM_CHART_NOT_FOUND',
    'The chart repository https://x.invalid/ cannot be read: Get "https://x.invalid/index.yaml": dial tcp: lookup x.invalid: no such host.',
  ],
  [
    'Error: UPGRADE FAILED: chart requires kubeVersion: >=1.28.0-0 which is incompatible with Kubernetes v1.25.3\n',
    'HELM_FAILED',
    'The chart of release jupyterhub/jhub needs Kubernetes >=1.28.0-0; the cluster is v1.25.3.',
  ],
  [
    'Error: Unable to continue with install: Secret "hub" in namespace "jupyterhub" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"\n',
    'KUBE_CONFLICT',
    'Secret jupyterhub/hub exists and belongs to something other than release jupyterhub/jhub.',
  ],
  [
    'level=WARN msg="upgrade failed"\nError: UPGRADE FAILED: conflict occurred while applying object jupyterhub/hub apps/v1, Kind=Deployment: Apply failed with 2 conflicts: conflicts with "kubectl" using apps/v1:\n- .spec.replicas\n- .spec.template\n',
    'KUBE_CONFLICT',
    'Release jupyterhub/jhub sets fields that "kubectl" has set: .spec.replicas, .spec.template.',
  ],
  ['Error: release: not found\n', 'KUBE_NOT_FOUND', 'There is no release jupyterhub/jhub.'],
  [
    'Error: release has no 9 version\n',
    'KUBE_NOT_FOUND',
    'The history of release jupyterhub/jhub has no revision 9, or no longer.',
  ],
  [
    'Error: Kubernetes cluster unreachable: Get "https://10.0.0.1:6443/version": dial tcp 10.0.0.1:6443: i/o timeout\n',
    'KUBE_UNREACHABLE',
    'The Kubernetes API server cannot be reached: Get "https://10.0.0.1:6443/version": dial tcp 10.0.0.1:6443: i/o timeout.',
  ],
  [
    'Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials\n',
    'KUBE_UNAUTHORIZED',
    'The API server does not accept the credentials of the kubeconfig.',
  ],
  [
    'Error: query: failed to query with labels: secrets is forbidden: User "bob" cannot list resource "secrets" in API group "" in the namespace "jupyterhub"\n',
    'KUBE_FORBIDDEN',
    'The cluster refuses what release jupyterhub/jhub needs: query: failed to query with labels: secrets is forbidden: User "bob" cannot list resource "secrets" in API group "" in the namespace "jupyterhub".',
  ],
  [
    'Error: UPGRADE FAILED: pre-upgrade hooks failed: timed out waiting for the condition\n',
    'TIMED_OUT',
    'Release jupyterhub/jhub was not ready in time.',
  ],
  [
    'Error: UPGRADE FAILED: Secret in version "v1" is invalid: data: Invalid value: "abcdef012345": illegal base64\n',
    'KUBE_INVALID',
    'The cluster refuses an object of release jupyterhub/jhub: UPGRADE FAILED: Secret in version "v1" is invalid: data: Invalid value: "***": illegal base64.',
  ],
  [
    'Error: execution error at (jupyterhub/templates/hub/secret.yaml:3:4): hub.tiny is gone\n',
    'HELM_VALUES_INVALID',
    'The chart of release jupyterhub/jhub cannot be rendered with these values: hub.tiny is gone.',
  ],
  [
    'Error: what never happened before\nand more\n',
    'HELM_FAILED',
    'helm upgrade of release jupyterhub/jhub failed: what never happened before',
  ],
  ['', 'HELM_FAILED', 'helm upgrade of release jupyterhub/jhub failed: no reason given'],
];

describe('an error of Helm', () => {
  it.each(RECORDED)('%j', (stderr, code, sentence) => {
    const error = helmError(stderr, command);
    expect({ code: error.code, sentence: error.message }).toEqual({ code, sentence });
  });

  it('names the object that belongs to someone else', () => {
    const text = 'Error: ClusterRole "jhub" in namespace "" exists and cannot be imported into the current release: x';
    expect(helmError(text, command).subject).toEqual({ kind: 'ClusterRole', name: 'jhub' });
  });

  it('tells a Helm that was killed from one that failed', () => {
    expect(helmError('', { ...command, exitCode: undefined }).message).toMatch(/was ended by a signal$/);
  });
});
