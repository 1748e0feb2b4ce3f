import { z } from 'zod';
import { PLATFORM_NAMESPACE } from '../config/index.ts';
import { NaasError } from '../errors.ts';
import { applyObject, getObject, type Kube, type ObjectRef, refOf } from '../kube/index.ts';
import { MANAGER } from '../resources/index.ts';
import type { WantedResource } from './plan/make-plan.ts';

/** Where the platform remembers what it applied, so that `destroy` knows without the file that wanted it. */
const INVENTORY_CONFIG_MAP = { namespace: PLATFORM_NAMESPACE, name: 'naas-inventory' } as const;

const inventorySchema = z.object({
  /** In the order of applying. */
  objects: z.array(
    z.object({
      apiVersion: z.string(),
      kind: z.string(),
      name: z.string(),
      namespace: z.exactOptional(z.string()),
      component: z.string(),
      keep: z.boolean(),
    }),
  ),
  releases: z.array(z.object({ name: z.string(), namespace: z.string(), component: z.string() })),
});

export type Inventory = z.infer<typeof inventorySchema>;

/** Lists what a platform will have applied. Namespaces are kept: people's claims live in them. */
export function inventoryOf(wanted: readonly WantedResource[]): Inventory {
  return {
    objects: wanted.flatMap(({ component, resource }) =>
      resource.driver === 'manifest'
        ? [
            {
              ...refOf(resource.object),
              component,
              keep: (resource.keep ?? false) || resource.object.kind === 'Namespace',
            },
          ]
        : [],
    ),
    releases: wanted.flatMap(({ component, resource }) =>
      resource.driver === 'release' ? [{ name: resource.name, namespace: resource.namespace, component }] : [],
    ),
  };
}

interface InventoryOptions {
  readonly signal: AbortSignal;
}

/**
 * Reads what was applied by the last deploy; `undefined` when there was none.
 *
 * @throws NaasError `KUBE_INVALID` when what is there is damaged.
 */
export async function readInventory(kube: Kube, options: InventoryOptions): Promise<Inventory | undefined> {
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'ConfigMap', ...INVENTORY_CONFIG_MAP };
  const data = (await getObject(kube, ref, options))?.['data'] as Record<string, string> | undefined;
  const text = data?.['inventory.json'];
  return text === undefined ? undefined : parseInventory(text);
}

function parseInventory(text: string): Inventory {
  try {
    return inventorySchema.parse(JSON.parse(text));
  } catch (cause) {
    const { namespace, name } = INVENTORY_CONFIG_MAP;
    throw new NaasError('KUBE_INVALID', `The ConfigMap ${namespace}/${name} is not as a deploy writes it.`, {
      hint: `Was it changed by hand? It tells destroy what to remove. See it: kubectl get configmap -n ${namespace} ${name} -o yaml`,
      subject: { kind: 'ConfigMap', namespace, name },
      cause,
    });
  }
}

/** Adds to the inventory what is about to be applied: nothing applied earlier is forgotten. */
export async function extendInventory(kube: Kube, inventory: Inventory, options: InventoryOptions): Promise<void> {
  const earlier = await readInventory(kube, options);
  await writeInventory(kube, earlier ? merge(earlier, inventory) : inventory, options);
}

/** Writes the inventory as a whole. */
export async function writeInventory(kube: Kube, inventory: Inventory, options: InventoryOptions): Promise<void> {
  const metadata = { ...INVENTORY_CONFIG_MAP, labels: { 'app.kubernetes.io/managed-by': MANAGER } };
  const data = { 'inventory.json': JSON.stringify(inventory) };
  await applyObject(kube, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, options);
}

function merge(earlier: Inventory, now: Inventory): Inventory {
  const key = (item: { kind?: string; namespace?: string; name: string }) =>
    `${item.kind ?? 'Release'} ${item.namespace ?? ''}/${item.name}`;
  const union = <T extends { kind?: string; namespace?: string; name: string }>(a: T[], b: T[]) => [
    ...new Map([...a, ...b].map((item) => [key(item), item])).values(),
  ];
  return { objects: union(earlier.objects, now.objects), releases: union(earlier.releases, now.releases) };
}
