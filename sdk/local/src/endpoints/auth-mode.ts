import { fail } from '../errors/index.js';

/** What opens a scoring URI: the endpoint's keys, the endpoint's tokens, or tokens of the workspace. */
const modes = ['Key', 'AMLToken', 'AADToken'];

/** The mode as Azure spells it; azure-ai-ml sends `aadToken` for batch endpoints. */
export function authModeOf(text: string): string {
  const mode = modes.find(known => known.toLowerCase() === text.toLowerCase());
  if (mode === undefined)
    throw fail('ValidationError', {
      message: `authMode is '${text}'; it must be one of ${modes.join(', ')}.`
    });
  return mode;
}
