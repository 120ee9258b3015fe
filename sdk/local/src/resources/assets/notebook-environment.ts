import type { VersionedStore } from '../../store/versioned-store.js';

/** Carry's clients submit notebooks in the environment of this name and create it where it is missing. */
const NAME = 'carry-notebook';

/** The environment that a local workspace is born with: this machine's own Python and Node, nothing to build. */
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
