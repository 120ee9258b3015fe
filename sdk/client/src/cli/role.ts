import { cliError } from './errors.js';

/** The role that `--role` names. A reader may look at everything but secrets, and change nothing. */
export function roleOf(text: string | undefined, usage: string): 'Contributor' | 'Reader' {
  const role = (['Contributor', 'Reader'] as const).find(
    each => each.toLowerCase() === (text ?? 'contributor').toLowerCase()
  );
  if (role) return role;
  throw cliError('Usage', {
    reason: `There is no role '${text ?? ''}'; there are contributor and reader`,
    usage
  });
}
