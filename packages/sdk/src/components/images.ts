import type { PlatformConfig } from '../config/index.ts';

/** Where an image is pulled from: as it is named, or from the mirror the file gives. */
export function imageFrom(config: PlatformConfig, image: string): string {
  const { registry } = config.images;
  if (registry === null) return image;
  const [host = '', ...rest] = image.split('/');
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(host);
  return `${registry}/${hasHost ? rest.join('/') : image}`;
}
