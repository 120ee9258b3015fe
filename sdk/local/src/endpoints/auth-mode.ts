import { fail } from './errors.js';

/** The credentials that open a scoring URI: the endpoint's keys, the endpoint's tokens, or tokens of the workspace. */
const modes = ['Key', 'AMLToken', 'AADToken'];

/** The mode in Azure's spelling; azure-ai-ml sends `aadToken` for batch endpoints. */
export function authModeOf(text: string): string {
  const mode = modes.find(known => known.toLowerCase() === text.toLowerCase());
  if (mode === undefined) throw fail('AuthModeUnknown', { authMode: text, modes });
  return mode;
}
