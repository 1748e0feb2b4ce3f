import type { PlatformConfig } from '../../config/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { imageFrom } from '../images.ts';
import { names } from '../names.ts';

type Labels = Readonly<Record<string, string>>;

/** What policy and binding are called. */
const NAME = 'naas-kernels';

const API = 'admissionregistration.k8s.io/v1';

/** What must hold of a pod that the gateway makes, in CEL, and what is said where it does not. */
interface Validation {
  readonly expression: string;
  readonly message: string;
}

/**
 * Holds the pods that the gateway makes to what a kernel is, in the API server itself: whoever runs code in the gateway
 * can make kernels with it, and nothing else.
 *
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function kernelPolicy(config: PlatformConfig, labels: Labels): KubeObject[] {
  const account = `system:serviceaccount:${config.gateway.namespace}:${names.gateway.deployment}`;
  return [
    {
      apiVersion: API,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: NAME, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['pods', 'pods/ephemeralcontainers'],
            },
          ],
        },
        matchConditions: [{ name: 'made-by-the-gateway', expression: `request.userInfo.username == ${cel(account)}` }],
        validations: validations(config),
      },
    },
    {
      apiVersion: API,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: NAME, labels },
      spec: { policyName: NAME, validationActions: ['Deny'] },
    },
  ];
}

function validations(config: PlatformConfig): Validation[] {
  const { namespace, image } = config.kernels;
  return [
    ...place(namespace, [imageFrom(config, image)]),
    ...home(names.kernels.homeLabel, names.homes.kernels.claim),
    ...node,
    ...privileges,
    ...account(names.kernels.serviceAccount),
  ];
}

const place = (namespace: string, images: readonly string[]): Validation[] => [
  {
    expression: `request.namespace == ${cel(namespace)}`,
    message: `the gateway makes pods in the namespace ${namespace} only`,
  },
  {
    expression: [
      'object.spec.containers.size() == 1',
      '(!has(object.spec.initContainers) || object.spec.initContainers.size() == 0)',
      '(!has(object.spec.ephemeralContainers) || object.spec.ephemeralContainers.size() == 0)',
    ].join(' && '),
    message: 'a kernel is one container, without any before it or beside it',
  },
  {
    expression: `object.spec.containers.all(c, c.image in ${cel(images)})`,
    message: `a kernel runs the image ${images.join(' or ')}`,
  },
];

const home = (label: string, claim: string): Validation[] => [
  {
    expression: `has(object.metadata.labels) && ${cel(label)} in object.metadata.labels && object.metadata.labels[${cel(label)}] != ''`,
    message: `a kernel says whose it is by the label ${label}`,
  },
  {
    expression: `!has(object.spec.volumes) || object.spec.volumes.all(v, has(v.persistentVolumeClaim) && v.persistentVolumeClaim.claimName == ${cel(claim)})`,
    message: `a kernel has no volume but the claim ${claim}`,
  },
  {
    expression: [
      'object.spec.containers.all(c, (!has(c.volumeDevices) || c.volumeDevices.size() == 0)',
      `(!has(c.volumeMounts) || c.volumeMounts.all(m, has(m.subPath) && !has(m.subPathExpr) && has(object.metadata.labels) && ${cel(label)} in object.metadata.labels && m.subPath == object.metadata.labels[${cel(label)}])))`,
    ].join(' && '),
    message: `a kernel mounts the home that its label ${label} names, and no other directory`,
  },
];

const node: readonly Validation[] = [
  {
    expression: ['hostNetwork', 'hostPID', 'hostIPC']
      .map((field) => `(!has(object.spec.${field}) || !object.spec.${field})`)
      .join(' && '),
    message: 'a kernel shares no namespace of its node',
  },
  {
    expression: 'object.spec.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0))',
    message: 'a kernel takes no port of its node',
  },
];

const privileges: readonly Validation[] = [
  {
    expression: [
      'has(object.spec.securityContext) && has(object.spec.securityContext.runAsNonRoot) && object.spec.securityContext.runAsNonRoot',
      'object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.runAsNonRoot) || c.securityContext.runAsNonRoot)',
    ].join(' && '),
    message: 'a kernel does not run as root',
  },
  {
    expression:
      'object.spec.containers.all(c, has(c.securityContext) && has(c.securityContext.allowPrivilegeEscalation) && !c.securityContext.allowPrivilegeEscalation && (!has(c.securityContext.privileged) || !c.securityContext.privileged))',
    message: 'a kernel has no privileges and cannot gain any',
  },
  {
    expression:
      'object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.capabilities) || !has(c.securityContext.capabilities.add) || c.securityContext.capabilities.add.size() == 0)',
    message: 'a kernel has no capability added',
  },
];

const account = (name: string): Validation[] => [
  {
    expression: `has(object.spec.serviceAccountName) && object.spec.serviceAccountName == ${cel(name)} && has(object.spec.automountServiceAccountToken) && !object.spec.automountServiceAccountToken`,
    message: `a kernel runs as the service account ${name}, without its token`,
  },
];

/** Text, or a list of texts, as CEL writes it. */
function cel(value: string | readonly string[]): string {
  return JSON.stringify(value);
}
