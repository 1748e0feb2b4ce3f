import { delimiter } from 'node:path';

/**
 * The environment Helm runs in: the caller's own, but nothing of the person's Helm set-up. Repositories, plugins,
 * caches, credentials and `HELM_*` settings stay out, so that the same file deploys the same from every desk.
 */
export function isolatedEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  directory: string,
  kubeconfig: string | undefined,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(caller)) {
    if (value !== undefined && !name.startsWith('HELM_')) environment[name] = value;
  }
  // A path given by the caller must not be joined by what the shell happens to point at.
  if (kubeconfig?.includes(delimiter)) environment['KUBECONFIG'] = kubeconfig;
  else if (kubeconfig !== undefined) delete environment['KUBECONFIG'];
  return {
    ...environment,
    HELM_CONFIG_HOME: `${directory}/config`,
    HELM_CACHE_HOME: `${directory}/cache`,
    HELM_DATA_HOME: `${directory}/data`,
    HELM_NO_PLUGINS: '1',
  };
}
