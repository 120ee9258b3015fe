import type { VersionedStore } from '../../store/versioned-store.js';

/** Carry's clients submit notebooks in the environment of this name and create it where it is missing. */
const NAME = 'carry-notebook';

/** Creates the environment that every local workspace has: this machine's own Python and Node, without an image to build. */
export function notebookEnvironment(environments: VersionedStore, user: string): void {
  if (environments.version(NAME, '1')) return;
  environments.putVersion(
    NAME,
    '1',
    {
      description: "This machine's own Python (.venv) and Node.",
      environmentType: 'UserCreated',
      osType: 'Linux',
      image: 'local'
    },
    user
  );
}
