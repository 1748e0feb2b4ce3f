/** The field manager and the value of `app.kubernetes.io/managed-by` on everything the platform applies. */
export const MANAGER = 'naas';

/** What tells objects that the platform made from those of others. */
export const MANAGED = { 'app.kubernetes.io/managed-by': MANAGER } as const;

/** The label that says which platform an object belongs to. */
export const PLATFORM_LABEL = 'naas.dev/platform';

export interface OwnerOptions {
  /** The platform's name, as in `metadata.name` of its file. */
  readonly platform: string;
  /** The component that wants the object. */
  readonly component: string;
}

/** The labels that say whose an object is, by Kubernetes' recommended names. */
export function ownerLabels(owner: OwnerOptions): Record<string, string> {
  return {
    ...MANAGED,
    'app.kubernetes.io/part-of': 'naas',
    'app.kubernetes.io/component': owner.component,
    [PLATFORM_LABEL]: owner.platform,
  };
}
