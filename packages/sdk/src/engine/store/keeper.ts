import type { Kube, ObjectRef } from '../../kube/index.ts';
import { nameOf } from '../../kube/index.ts';
import type { ReleaseRef } from '../../helm/index.ts';
import { type Applied, type Inventory, writeInventory } from './inventory.ts';

/**
 * Keeps the inventory while a run changes things: what is noted is in memory at once and in the cluster with the next
 * `save`. Saves come one after the other, each with all there is by then.
 */
export class InventoryKeeper {
  #inventory: Inventory;
  #saved: Promise<void> = Promise.resolve();
  readonly #kube: Kube;
  readonly #signal: AbortSignal;

  constructor(kube: Kube, inventory: Inventory, signal: AbortSignal) {
    this.#kube = kube;
    this.#inventory = inventory;
    this.#signal = signal;
  }

  get inventory(): Inventory {
    return this.#inventory;
  }

  /** Notes how an object was applied. */
  noteApplied(ref: ObjectRef, applied: Applied): void {
    const objects = this.#inventory.objects.map((object) =>
      nameOf(object) === nameOf(ref) ? { ...object, ...ref, applied } : object,
    );
    this.#inventory = { ...this.#inventory, objects };
  }

  noteRecord(key: string, value: string): void {
    this.#inventory = { ...this.#inventory, records: { ...this.#inventory.records, [key]: value } };
  }

  /** Forgets an object that is gone. */
  forgetObject(ref: Omit<ObjectRef, 'apiVersion'>): void {
    const objects = this.#inventory.objects.filter((object) => nameOf(object) !== nameOf(ref));
    this.#inventory = { ...this.#inventory, objects };
  }

  /** Forgets a release that is gone. */
  forgetRelease({ name, namespace }: ReleaseRef): void {
    const releases = this.#inventory.releases.filter((each) => each.name !== name || each.namespace !== namespace);
    this.#inventory = { ...this.#inventory, releases };
  }

  /** Keeps data alone: all the rest was removed, by this run or by others before it. */
  forgetWhatIsGone(): void {
    const objects = this.#inventory.objects.filter(({ keep }) => keep);
    this.#inventory = { ...this.#inventory, objects, releases: [] };
  }

  /** Writes what is noted by now. */
  save(): Promise<void> {
    this.#saved = this.#saved
      .catch(() => {})
      .then(() => writeInventory(this.#kube, this.#inventory, { signal: this.#signal }));
    return this.#saved;
  }
}
