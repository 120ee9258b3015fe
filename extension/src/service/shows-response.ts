import type { EventMessage } from '@carry-ml/bridge';

/** True for a message that the bridge sends only if the workspace responds. */
export function showsResponse(message: EventMessage): boolean {
  return message.type !== 'trouble' || (message.about === 'jobs' && message.error === null);
}
