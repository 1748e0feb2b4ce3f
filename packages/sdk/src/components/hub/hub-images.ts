import type { PlatformConfig } from '../../config/index.ts';
import { imageFrom } from '../images.ts';
import { mergeValues, type Values } from '../merge-values.ts';

/** Where the chart names its own images, of the parts that run unless they are switched off, with what it names. */
const CHART_IMAGES = [
  { path: ['hub'], image: 'quay.io/jupyterhub/k8s-hub' },
  { path: ['proxy', 'chp'], image: 'quay.io/jupyterhub/configurable-http-proxy' },
  { path: ['scheduling', 'userScheduler'], image: 'registry.k8s.io/kube-scheduler' },
  { path: ['scheduling', 'userPlaceholder'], image: 'registry.k8s.io/pause' },
  { path: ['prePuller', 'hook'], image: 'quay.io/jupyterhub/k8s-image-awaiter' },
  { path: ['prePuller', 'pause'], image: 'registry.k8s.io/pause' },
] as const;

/** The values that make the chart pull its own images from the mirror; none without a mirror. Tags stay the chart's. */
export function hubImages(config: PlatformConfig): Values {
  if (config.images.registry === null) return {};
  return CHART_IMAGES.reduce<Values>((values, { path, image }) => {
    const leaf: Values = { image: { name: imageFrom(config, image) } };
    return mergeValues(
      values,
      path.reduceRight<Values>((inner, key) => ({ [key]: inner }), leaf),
    );
  }, {});
}
