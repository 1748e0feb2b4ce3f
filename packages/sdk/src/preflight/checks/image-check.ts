import type { PlatformConfig } from '../../config/index.ts';
import type { Finding } from '../finding.ts';
import { imagesOf } from '../pod-templates.ts';
import { type Check, wantedPods } from './check.ts';

/** host/path:tag@digest, each part but the path optional: https://github.com/distribution/reference. */
const REFERENCE =
  /^(?:(?:[\w.-]+\.[\w.-]+|localhost|[\w-]+(?=:\d+\/))(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** Tags that are moved to something else from day to day. */
const MOVING = /^(?:latest|dev|main|master|edge|nightly|devel)$/;

/** Says of each image whether its name is one, means the same tomorrow, and comes from the mirror where there is one. */
export const imageCheck: Check = (context) => {
  const { config } = context;
  const images = new Set(wantedPods(context).flatMap(imagesOf));
  const findings = [...images].flatMap((image) => judge(image, config));
  if (findings.length > 0) return findings;
  return [{ code: 'image', level: 'ok', words: `${images.size} images have names that stay what they are` }];
};

function judge(image: string, { images: { registry } }: PlatformConfig): Finding[] {
  const subject = { kind: 'Image', name: image };
  const match = REFERENCE.exec(image);
  if (!match) {
    return [
      {
        code: 'image',
        level: 'stop',
        subject,
        words: `${image} is not the name of an image`,
        hint: 'Correct it in the file.',
      },
    ];
  }
  const { tag = 'latest', digest } = match.groups ?? {};
  const findings: Finding[] = [];
  if (digest === undefined && MOVING.test(tag)) {
    const words = `${image} may be another image tomorrow: its tag is moved`;
    findings.push({ code: 'image', level: 'warning', subject, words, hint: 'Name a version, or a digest.' });
  }
  if (registry !== null && !image.startsWith(`${registry}/`)) {
    const words = `${image} does not come from the mirror ${registry}`;
    const hint = 'Set its name in spec.hub.values, unless every node reaches where it is now.';
    findings.push({ code: 'image', level: 'warning', subject, words, hint });
  }
  return findings;
}
