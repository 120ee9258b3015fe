import type { LocalRole } from '../local-workspace/index.js';

const roles = { contributor: 'Contributor', reader: 'Reader' } as const satisfies Record<
  string,
  LocalRole
>;

/** The option `--role` of commands that sign in to the local workspace. */
export const roleOption = {
  kind: 'choice',
  choices: ['contributor', 'reader'],
  description: 'sign in as: a reader sees everything but secrets, and changes nothing'
} as const;

/** The role that `--role` names; a contributor by default. */
export function roleOf(choice: keyof typeof roles = 'contributor'): LocalRole {
  return roles[choice];
}
