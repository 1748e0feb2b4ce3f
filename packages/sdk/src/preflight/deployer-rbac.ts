import type { PlatformConfig } from '../config/index.ts';
import type { WantedResource } from '../engine/index.ts';
import type { Helm } from '../helm/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { renderReleases } from './render-releases.ts';
import { deployerRights } from './rights/deployer-rights.ts';
import { rbacObjects, type RbacSubject } from './rights/rbac-objects.ts';

export interface DeployerRbacOptions {
  readonly config: PlatformConfig;
  /** What the components want. */
  readonly wanted: readonly WantedResource[];
  /** Asked to render charts only. */
  readonly helm: () => Promise<Helm>;
  /** Who is bound to the roles. @default nobody: roles only */
  readonly subject?: RbacSubject;
  readonly signal: AbortSignal;
}

/** What roles and bindings of a deployer are called. */
const ROLE = 'naas-deployer';

/**
 * Writes the roles that somebody needs to deploy and operate a platform, and no more: they follow from what its
 * components want and from what its charts hold. The cluster is not asked.
 *
 * @throws NaasError `HELM_*` when a chart cannot be rendered: nobody could say what it needs.
 */
export async function deployerRbac(options: DeployerRbacOptions): Promise<KubeObject[]> {
  const { config, wanted, helm, subject, signal } = options;
  const renderings = await renderReleases(wanted, { helm, signal });
  for (const { error } of renderings) if (error) throw error;
  return rbacObjects(deployerRights({ config, wanted, renderings }), {
    name: ROLE,
    ...(subject ? { subject } : {}),
  });
}
