import type { PlatformConfig } from '../../config/index.ts';
import { imageFrom } from '../images.ts';
import { mergeValues, type Values } from '../merge-values.ts';
import { GATEWAY_GRACE_SECONDS } from './gateway-manifests.ts';

/**
 * The values of the gateway's own chart,
 * https://github.com/jupyter-server/enterprise_gateway/tree/main/etc/kubernetes/helm: what the file says in other keys,
 * then `gateway.values`. What the platform does without is switched off, where the chart has a switch.
 */
export function gatewayChartValues(config: PlatformConfig): Values {
  const { cull, image, resources, values } = config.gateway;
  const { specs, launchTimeout, maxPerUser } = config.kernels;
  const platform: Values = {
    global: { rbac: false },
    image: imageFrom(config, image),
    service: { type: 'ClusterIP' },
    deployment: {
      terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
      resources,
      // The chart has no keys for these.
      extraEnv: { EG_MAX_KERNELS_PER_USER: String(maxPerUser), EG_CULL_INTERVAL: String(cull.interval) },
    },
    kernel: {
      defaultKernelName: specs[0],
      // Every kernelspec of the claim, as without the chart.
      allowedKernels: null,
      launchTimeout,
      infoTimeout: 60,
      cullIdleTimeout: cull.idleAfter,
      cullConnected: cull.connected,
    },
    mirrorWorkingDirs: true,
    logLevel: 'INFO',
    kip: { enabled: false },
  };
  return mergeValues(platform, values);
}
