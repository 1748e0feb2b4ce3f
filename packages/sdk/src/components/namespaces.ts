import { PLATFORM_NAMESPACE } from '../config/index.ts';
import { manifest, type Component } from '../engine/index.ts';
import { namespace, ownerLabels, type PodSecurityLevel } from '../resources/index.ts';

/** The four namespaces, each with what its pods may do: people's code runs where admission is strictest. */
export const namespaces: Component = {
  id: 'namespaces',
  dependsOn: [],
  desired: ({ config }) => {
    const levels: readonly (readonly [name: string, podSecurity: PodSecurityLevel])[] = [
      // The share check runs as root.
      [PLATFORM_NAMESPACE, 'baseline'],
      // The chart's pods set no seccomp profile, which `restricted` asks for.
      [config.hub.namespace, 'baseline'],
      // A gateway that was made by hand must be able to come back while it waits to be replaced.
      [config.gateway.namespace, 'baseline'],
      [config.kernels.namespace, 'restricted'],
    ];
    const labels = ownerLabels({ platform: config.metadata.name, component: 'namespaces' });
    return levels.map(([name, podSecurity]) => manifest(namespace({ name, podSecurity, labels }), { keep: true }));
  },
  ready: () => [],
};
