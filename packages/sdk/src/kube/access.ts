import { z } from 'zod';
import type { Kube } from './connection.ts';
import type { CallOptions } from './object.ts';
import { request } from './transport.ts';

/** One verb on one resource, as an access review asks for it. `*` is every one. */
export interface Access {
  readonly verb: string;
  /** API group, empty for the core one. */
  readonly group: string;
  /** As rules of RBAC say it: `deployments`, `pods/exec`. */
  readonly resource: string;
  /** @default cluster-wide */
  readonly namespace?: string;
  /** @default any */
  readonly name?: string;
}

const Review = z.object({ status: z.object({ allowed: z.boolean().default(false) }) });
const Self = z.object({ status: z.object({ userInfo: z.object({ username: z.string() }) }) });

/** Asks whether whoever the connection belongs to may do something. Nothing is stored. */
export async function mayI(kube: Kube, access: Access, options: CallOptions = {}): Promise<boolean> {
  return review(kube, { kind: 'SelfSubjectAccessReview', spec: attributesOf(access) }, options);
}

/** Asks whether a user may do something, which needs a right of its own. Nothing is stored. */
export async function mayUser(
  kube: Kube,
  { user, ...access }: Access & { readonly user: string },
  options: CallOptions = {},
): Promise<boolean> {
  return review(kube, { kind: 'SubjectAccessReview', spec: { user, ...attributesOf(access) } }, options);
}

/** Asks who the connection belongs to, as rules of RBAC name users. */
export async function whoAmI(kube: Kube, options: CallOptions = {}): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await request(kube, {
    ...options,
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    action: 'say who is asking',
    body,
  });
  return Self.parse(answer).status.userInfo.username;
}

async function review(
  kube: Kube,
  { kind, spec }: { readonly kind: string; readonly spec: object },
  options: CallOptions,
): Promise<boolean> {
  const answer = await request(kube, {
    ...options,
    method: 'POST',
    path: `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`,
    action: 'review an access',
    body: { apiVersion: 'authorization.k8s.io/v1', kind, spec },
  });
  return Review.parse(answer).status.allowed;
}

function attributesOf({ verb, group, resource: full, namespace, name }: Access): object {
  const [resource = '', subresource] = full.split('/');
  return { resourceAttributes: { verb, group, resource, subresource, namespace, name } };
}
