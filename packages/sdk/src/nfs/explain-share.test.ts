import { describe, expect, test } from 'vitest';
import { explainShare } from './explain-share.ts';

const share = { server: '203.0.113.7', path: '/export/homes' };
const mount = (words: string) =>
  `Pod naas-system/share-check is not going to be ready: a volume cannot be mounted: ${words}`;

describe('a share that cannot be mounted', () => {
  test.each([
    {
      words: 'mount.nfs: mounting 203.0.113.7:/export/homes failed, reason given by server: No such file or directory',
      says: 'The NFS server 203.0.113.7 has no directory /export/homes, or does not export it.',
      command: 'sudo mkdir -p /export/homes && sudo chown 1000:100 /export/homes',
    },
    {
      words: 'mount.nfs: access denied by server while mounting 203.0.113.7:/export/homes',
      says: 'The NFS server 203.0.113.7 does not let the node mount /export/homes.',
      command: '/export/homes  <addresses of the nodes>(rw,sync,no_subtree_check)',
    },
    {
      words: 'mount.nfs: Connection refused',
      says: 'The NFS server 203.0.113.7 does not answer on port 2049.',
      command: 'showmount -e 203.0.113.7',
    },
    {
      words: 'mount.nfs: Connection timed out',
      says: 'The NFS server 203.0.113.7 does not answer on port 2049.',
      command: 'showmount -e 203.0.113.7',
    },
    {
      words: 'mount.nfs: Failed to resolve server 203.0.113.7: Name or service not known',
      says: 'The NFS server 203.0.113.7 does not answer on port 2049.',
      command: 'Check spec.storage',
    },
    {
      words:
        'mount: /var/lib/kubelet: bad option; for several filesystems you might need a /sbin/mount.<type> helper program.',
      says: 'The node has no NFS client.',
      command: 'sudo apt install nfs-common',
    },
    {
      words: 'mount.nfs: requested NFS version or transport protocol is not supported',
      says: 'The NFS server 203.0.113.7 does not speak the version of NFS that the node asks for.',
      command: '/etc/nfsmount.conf',
    },
  ])('$words', ({ words, says, command }) => {
    const error = explainShare({ ...share, reason: mount(words), output: '' });
    expect(error).toMatchObject({ code: 'STORAGE_UNREACHABLE', subject: { kind: 'NFS' } });
    expect(error.message.startsWith(says)).toBe(true);
    expect(error.message).toContain(words);
    expect(error.hint).toContain(command);
  });

  test('a pod that did not run for another reason is not blamed on NFS', () => {
    const reason = 'Pod naas-system/share-check is not going to be ready: the image cannot be pulled: no such file';
    const error = explainShare({ ...share, reason, output: '' });
    expect(error).toMatchObject({ code: 'COMPONENT_NOT_READY', hint: undefined });
    expect(error.message).toContain(reason);
  });
});

describe('a share that is mounted but refuses the write', () => {
  test.each([
    {
      output: "mkdir: can't create directory '/share/.naas-check': Permission denied\n",
      says: '203.0.113.7:/export/homes cannot be written by uid 1000, who every home belongs to',
      command: 'sudo chown 1000:100 /export/homes',
    },
    {
      output: "first line\nhead: error writing 'standard output': No space left on device",
      says: '203.0.113.7:/export/homes is full',
      command: 'df -h /export/homes',
    },
    {
      output: "mkdir: cannot create directory '/share/.naas-check': Read-only file system",
      says: '203.0.113.7:/export/homes is exported read-only',
      command: '(rw,sync,no_subtree_check)',
    },
  ])('says: $says', ({ output, says, command }) => {
    const error = explainShare({ ...share, reason: 'exit code 1', output });
    expect(error.code).toBe('STORAGE_NOT_WRITABLE');
    expect(error.message).toBe(`${says} (${output.trim().split('\n').at(-1)}).`);
    expect(error.hint).toContain(command);
  });
});
