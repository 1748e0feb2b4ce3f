import { imageFrom } from '../components/index.ts';
import type { PlatformConfig } from '../config/index.ts';
import { restrictedContainer, restrictedPod } from '../resources/index.ts';
import type { PodTemplate } from './pod-templates.ts';

/** Pods as people will start them, as far as admission looks at them: a server and a kernel. */
export function peoplesPods(config: PlatformConfig): PodTemplate[] {
  const { hub, kernels } = config;
  return [
    {
      what: "a person's server",
      namespace: hub.namespace,
      metadata: {},
      spec: {
        securityContext: { runAsUser: 1000, fsGroup: 100 },
        containers: [
          {
            name: 'notebook',
            image: `${imageFrom(config, hub.image.name)}:${hub.image.tag}`,
            resources: serverResources(hub.servers),
            securityContext: { allowPrivilegeEscalation: false },
          },
        ],
      },
    },
    {
      what: 'a kernel',
      namespace: kernels.namespace,
      metadata: {},
      spec: {
        securityContext: restrictedPod,
        containers: [
          {
            name: 'kernel',
            image: imageFrom(config, kernels.image),
            resources: kernels.resources,
            securityContext: restrictedContainer,
          },
        ],
      },
    },
  ];
}

function serverResources({ memory, cpu }: PlatformConfig['hub']['servers']): object {
  return {
    requests: present({ cpu: cpu.guarantee, memory: quantity(memory.guarantee) }),
    limits: present({ cpu: cpu.limit, memory: quantity(memory.limit) }),
  };
}

/** JupyterHub's G is Kubernetes' Gi. */
function quantity(memory: string | undefined): string | undefined {
  return memory?.replace(/[KMGT]$/, '$&i');
}

function present(amounts: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  const entries = Object.entries(amounts).flatMap(([name, amount]) =>
    amount === undefined ? [] : [[name, String(amount)] as const],
  );
  return Object.fromEntries(entries);
}
