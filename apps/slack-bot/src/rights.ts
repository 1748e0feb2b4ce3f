/** What a person may do, weakest first: each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'operator', 'deployer'] as const;

export type Role = (typeof ROLES)[number];

/** Who is asking: a workspace and a person in it, by Slack's ids. Names can be changed and are never compared. */
export interface Actor {
  /** Workspace id, `T…`. */
  readonly team: string;
  /** User id, `U…` or `W…`. */
  readonly user: string;
}

/** Names a person for the platform's history, and for others at work on it: by ids, because names can be changed. */
export function actorName({ team, user }: Actor): string {
  return `slack:${team}/${user}`;
}

/** One line of the bindings: this person has this role. */
export interface Binding extends Actor {
  readonly role: Role;
}

/** What a command asks for, as its definition in `@naas/commands` says. */
export type Access = 'read' | 'operate' | 'deploy';

const LEAST: Readonly<Record<Access, Role>> = { read: 'viewer', operate: 'operator', deploy: 'deployer' };

/** The strongest role bound to a person; undefined for somebody who has none, and then has no rights. */
export function roleOf(actor: Actor, bindings: readonly Binding[]): Role | undefined {
  return ROLES.findLast((role) =>
    bindings.some((binding) => binding.role === role && binding.team === actor.team && binding.user === actor.user),
  );
}

/** The weakest role that may run a command with this access. */
export function roleFor(access: Access): Role {
  return LEAST[access];
}

/** Whether somebody with this role may run a command with this access. */
export function mayRun(access: Access, role: Role | undefined): boolean {
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(LEAST[access]);
}

/** What a person without the right is told: what is missing, and what to give to whom so that it is there. */
export function refusalWords(actor: Actor, access: Access, role: Role | undefined): string {
  const have = role === undefined ? 'You have no role here yet' : `Your role is ${role}`;
  const wanted = JSON.stringify({ team: actor.team, user: actor.user, role: roleFor(access) });
  return (
    `${have}; this needs the role ${roleFor(access)}. ` +
    `Ask whoever runs this bot to add this to its bindings (NAAS_SLACK_BINDINGS):\n\`${wanted}\``
  );
}
