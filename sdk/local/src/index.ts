import type { LocalWorkspace } from 'carry-ml/local-workspace';
import { Home } from './home.js';
import { describePython } from './machine.js';
import { down, environment, status, up } from './service-control.js';
import { formatBytes } from './settings/bytes.js';
import { describeSettings, type Settings } from './settings/settings.js';
import { writeSignInPage } from './sign-in-page.js';
import { VERSION } from './version.js';

/**
 * The local workspace of this user, which the `carry` command and the SDK load at run time. Its state is in `$CARRY_HOME`, by default
 * `~/.local/state/carry`. Sizes are in bytes.
 *
 * - `up` starts the server in the background unless it runs. Throws `LocalWorkspaceFailed`, `LocalWorkspaceUnresponsive`.
 * - `down` stops the server, also one that does not respond; running jobs continue. Throws `LocalWorkspaceStuck`.
 * - `status` returns the running server, or undefined. Throws `LocalWorkspaceUnresponsive`.
 * - `environment` returns the variables that point Azure's and MLflow's clients at the server.
 * - `writeSignInPage` writes a file that signs in the browser that opens it. Throws `SignInRefused`.
 * - `doctor` checks every file of the state, and mends what can be mended without a loss. Throws `RunsWhileFixing`.
 * - `backup` writes the whole state into a tar archive, also while the server works. Throws `BackupExists` or `BackupNotWritten`.
 * - `restore` restores a backup into an empty state folder. Throws `BackupDamaged`, `HomeNotEmpty` or `HomeInUse`.
 * - `describe` formats the Python of the jobs, the disk usage and the settings of a running server for display.
 *
 * @example
 * import { localWorkspace } from '@carry-ml/local';
 * const service = await localWorkspace.up();
 * console.log(service.origin, localWorkspace.describe(service).disk.used);
 */
export const localWorkspace: LocalWorkspace = {
  version: VERSION,
  up,
  down,
  status,
  environment,
  writeSignInPage,
  // Loaded late: the other commands need none of it.
  doctor: async options => (await import('./upkeep/doctor.js')).doctor(Home.ofUser(), options),
  backup: async file => (await import('./upkeep/backup.js')).backup(Home.ofUser(), file),
  restore: async file => (await import('./upkeep/restore.js')).restore(Home.ofUser(), file),
  describe: ({ disk, settings, virtualEnv }) => ({
    python: describePython(virtualEnv),
    disk: { used: formatBytes(disk.used), limit: formatBytes(disk.limit) },
    settings: describeSettings(settings as Settings)
  })
};
