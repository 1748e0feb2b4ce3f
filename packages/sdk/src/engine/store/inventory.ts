import { z } from 'zod';
import { PLATFORM_NAMESPACE } from '../../config/index.ts';
import { NaasError } from '../../errors.ts';
import { applyObject, getObject, type Kube, type ObjectRef, nameOf, refOf } from '../../kube/index.ts';
import { MANAGER } from '../../resources/index.ts';
import type { WantedResource } from '../plan/wanted.ts';

/** Where the platform remembers what it applied, so that later runs know without the file that wanted it. */
const INVENTORY_CONFIG_MAP = { namespace: PLATFORM_NAMESPACE, name: 'naas-inventory' } as const;

const objectSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.exactOptional(z.string()),
  component: z.string(),
  /** Data, or what data needs to be read again: only a person who says so deletes it. */
  keep: z.boolean(),
  /** Whether somebody has agreed to take it over from others, though it may have to wait. */
  agreed: z.exactOptional(z.boolean()),
  /** How the object was when it was applied last: an unchanged one needs no second look. */
  applied: z.exactOptional(z.object({ uid: z.string(), wanted: z.string(), fields: z.string() })),
});

const inventorySchema = z.object({
  platform: z.string(),
  /** In the order of applying. */
  objects: z.array(objectSchema),
  releases: z.array(z.object({ name: z.string(), namespace: z.string(), component: z.string() })),
  /** What leaves no trace of its own: checks that passed, files that were published. */
  records: z.record(z.string(), z.string()),
});

export type Inventory = z.infer<typeof inventorySchema>;
export type InventoryObject = z.infer<typeof objectSchema>;
export type Applied = NonNullable<InventoryObject['applied']>;

/** An inventory of nothing. */
export function emptyInventory(platform: string): Inventory {
  return { platform, objects: [], releases: [], records: {} };
}

/** Adds what is about to be applied; what was applied earlier stays. Namespaces are kept: people's claims live in them. */
export function withWanted(
  inventory: Inventory,
  wanted: readonly WantedResource[],
  { takeOver = false }: { readonly takeOver?: boolean } = {},
): Inventory {
  const objects = new Map(inventory.objects.map((object) => [nameOf(object), object]));
  const releases = new Map(inventory.releases.map((release) => [`${release.namespace}/${release.name}`, release]));
  for (const { component, resource } of wanted) {
    if (resource.driver === 'release') {
      const { name, namespace } = resource;
      releases.set(`${namespace}/${name}`, { name, namespace, component });
    }
    if (resource.driver !== 'manifest') continue;
    const ref = refOf(resource.object);
    const keep = (resource.keep ?? false) || ref.kind === 'Namespace';
    const agreed = takeOver ? { agreed: true } : {};
    objects.set(nameOf(ref), { ...objects.get(nameOf(ref)), ...ref, component, keep, ...agreed });
  }
  return { ...inventory, objects: [...objects.values()], releases: [...releases.values()] };
}

/** Finds an object in the inventory, whatever version of its API it was applied by. */
export function inventoried(inventory: Inventory | undefined, ref: ObjectRef): InventoryObject | undefined {
  return inventory?.objects.find((object) => nameOf(object) === nameOf(ref));
}

interface InventoryOptions {
  readonly signal: AbortSignal;
}

/**
 * Reads what the platform remembers; `undefined` when nothing was ever applied.
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

/** Writes the inventory as a whole. */
export async function writeInventory(kube: Kube, inventory: Inventory, options: InventoryOptions): Promise<void> {
  const metadata = { ...INVENTORY_CONFIG_MAP, labels: { 'app.kubernetes.io/managed-by': MANAGER } };
  const data = { 'inventory.json': JSON.stringify(inventory) };
  await applyObject(kube, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, options);
}
