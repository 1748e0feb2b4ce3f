import type { Check } from './check.ts';

/** The oldest Kubernetes that the hub's chart 4.x, and this product, are made for. */
const OLDEST_MINOR = 28;

/** Says which Kubernetes it is, and whether it is new enough. */
export const kubernetesCheck: Check = ({ cluster: { distribution, version, major, minor } }) => {
  const words = `Kubernetes ${version}${distribution === 'unknown' ? '' : ` (${distribution})`}`;
  if (major === 1 && minor < OLDEST_MINOR) {
    const needed = `1.${OLDEST_MINOR} or newer is needed`;
    return [{ code: 'kubernetes', level: 'stop', words: `${words}: ${needed}`, hint: 'Update the cluster.' }];
  }
  return [{ code: 'kubernetes', level: 'ok', words }];
};
