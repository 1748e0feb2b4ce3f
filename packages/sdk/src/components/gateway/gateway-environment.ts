import { PINNED_GATEWAY_VARIABLES, type PlatformConfig } from '../../config/index.ts';
import { names } from '../names.ts';

/** A variable of a container, as the API has it. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

/** The gateway's settings, https://jupyter-enterprise-gateway.readthedocs.io/en/latest/operators/config-add-env.html. */
export function gatewayEnvironment(config: PlatformConfig): Variable[] {
  const { cull, namespace } = config.gateway;
  const { kernels } = config;
  const { port, responsePort, service, tokenSecret } = names.gateway;
  const settings = {
    EG_PORT: port,
    EG_RESPONSE_PORT: responsePort,
    // Kernels report to the guard, which passes it on: the gateway itself listens at any address.
    EG_RESPONSE_IP: `${service}.${namespace}`,
    EG_RESPONSE_ADDR_ANY: 'True',
    EG_NAMESPACE: namespace,
    EG_SHARED_NAMESPACE: 'False',
    EG_DEFAULT_KERNEL_SERVICE_ACCOUNT_NAME: names.kernels.serviceAccount,
    EG_DEFAULT_KERNEL_NAME: kernels.specs[0],
    EG_LIST_KERNELS: 'True',
    // `jovyan` is what the gateway calls whoever sends no name.
    EG_UNAUTHORIZED_USERS: 'root,jovyan',
    EG_MAX_KERNELS_PER_USER: kernels.maxPerUser,
    EG_KERNEL_LAUNCH_TIMEOUT: kernels.launchTimeout,
    EG_KERNEL_INFO_TIMEOUT: 60,
    EG_MIRROR_WORKING_DIRS: 'true',
    EG_INHERITED_ENVS: 'PATH',
    EG_CULL_IDLE_TIMEOUT: cull.idleAfter,
    EG_CULL_INTERVAL: cull.interval,
    EG_CULL_CONNECTED: cull.connected ? 'True' : 'False',
    // The guard closes a channel that is silent for three of these.
    EG_WS_PING_INTERVAL_SECS: 30,
    EG_LOG_LEVEL: 'INFO',
  };
  return [
    ...Object.entries(settings).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'EG_AUTH_TOKEN', valueFrom: { secretKeyRef: { ...tokenSecret } } },
  ];
}

/** The settings that hold whatever else is set: other parts rely on them, or they keep people apart. */
export function pinnedEnvironment(config: PlatformConfig): Variable[] {
  return gatewayEnvironment(config).filter(({ name }) => PINNED_GATEWAY_VARIABLES.includes(name));
}
