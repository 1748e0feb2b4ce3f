import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where kubectl would look: `KUBECONFIG`, else the file in the person's home; undefined where there is neither. */
export function usualKubeconfig(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { KUBECONFIG: named, HOME: home } = environment;
  if (named) return named;
  const inHome = home && join(home, '.kube', 'config');
  return inHome && existsSync(inHome) ? inHome : undefined;
}
