import { formatYaml, type KubeObject, type RbacSubject } from '@naas/sdk';
import { z } from 'zod';
import type { Command } from '../command.ts';
import { text } from '../report.ts';
import { count } from '../words/index.ts';

const FORMS = 'user:NAME, group:NAME or serviceaccount:NAMESPACE/NAME';

const KINDS = { user: 'User', group: 'Group' } as const;

const subject = z.string().transform((words, context): RbacSubject => {
  const [, kind = '', name = ''] = /^(user|group):(.+)$/.exec(words) ?? [];
  if (kind === 'user' || kind === 'group') return { kind: KINDS[kind], name };
  const [, namespace, account] = /^serviceaccount:([^/]+)\/([^/]+)$/.exec(words) ?? [];
  if (namespace !== undefined && account !== undefined) return { kind: 'ServiceAccount', namespace, name: account };
  context.addIssue({ code: 'custom', message: `takes ${FORMS}` });
  return z.NEVER;
});

const input = z.strictObject({ for: z.exactOptional(subject) });

/** Prints the roles that somebody needs who deploys and operates the platform. */
export const rbac: Command<z.output<typeof input>> = {
  name: 'rbac',
  summary: 'Print the roles that deploying takes, for an administrator to apply',
  details:
    'They follow from what the platform consists of: a Role in each of its namespaces, and a ClusterRole for what has none. What is printed is YAML: naas rbac --for user:dana | kubectl apply -f -',
  arguments: [],
  options: [{ name: 'for', flag: '--for', value: 'WHO', description: `bind the roles as well: ${FORMS}` }],
  input,
  access: 'read',
  confirm: 'never',
  async *run({ for: bound }, { platform, signal }) {
    yield { state: 'doing', words: 'Reading what the charts hold' };
    const objects = await platform.rbac({ signal, ...(bound ? { subject: bound } : {}) });
    const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole').length;
    return {
      // Comments, so that all of it is one file of YAML.
      title: `# What a deployer of ${platform.name} must be allowed to do: ${count(roles, 'role')}`,
      tone: 'neutral',
      outcome: 'done',
      blocks: [text([...adviceFor(bound), ...objects.map(document)].join('\n'))],
      data: { objects },
    };
  },
};

function adviceFor(bound: RbacSubject | undefined): string[] {
  return bound ? [] : ['# Nobody is bound to them yet: --for user:NAME adds that.'];
}

/** Rules read best with a line for each list. */
function document(object: KubeObject): string {
  return `---\n${formatYaml(object, { inlineFrom: 3 }).trimEnd()}`;
}
