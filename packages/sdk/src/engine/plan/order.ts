import type { Component } from '../component.ts';

/** Puts components after all they depend on; otherwise keeps the order they are given in. */
export function inDependencyOrder(components: readonly Component[]): Component[] {
  const byId = new Map(components.map((component) => [component.id, component]));
  const ordered = new Set<Component>();
  const visiting = new Set<string>();
  const visit = (component: Component) => {
    if (ordered.has(component)) return;
    if (visiting.has(component.id)) throw new Error(`The component ${component.id} depends on itself.`);
    visiting.add(component.id);
    for (const id of component.dependsOn) {
      const dependency = byId.get(id);
      if (!dependency) throw new Error(`The component ${component.id} depends on ${id}, which there is not.`);
      visit(dependency);
    }
    ordered.add(component);
  };
  components.forEach(visit);
  return [...ordered];
}
