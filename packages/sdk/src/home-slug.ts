import { createHash } from 'node:crypto';

const HASH_LENGTH = 8;
const MAX_LENGTH = 48;

/**
 * Names the directory of a person's home from the name the hub has of them, as KubeSpawner 7 does for `{username}` in
 * `subPath` (`safe_slug`, https://github.com/jupyterhub/kubespawner, kubespawner/slugs.py): unchanged where it is a
 * label of DNS with at most 48 characters and no `--`, and else its plain letters with a hash of the whole name.
 */
export function homeSlug(name: string): string {
  const isPlain = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(name) && !name.includes('--') && name.length <= MAX_LENGTH;
  if (isPlain) return name;
  const hash = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, HASH_LENGTH);
  return `${plainPart(name, MAX_LENGTH - HASH_LENGTH - '---'.length)}---${hash}`;
}

function plainPart(name: string, length: number): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, length)
    .replace(/-$/, '');
  if (plain === '') return 'x';
  return /^[a-z]/.test(plain) ? plain : `x-${plain.slice(0, length - 2)}`;
}
