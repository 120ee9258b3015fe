import type { LocalWorkspace } from 'carry-ml/local-workspace';
import { down, environment, status, up } from './service.js';
import { formatBytes } from './settings/bytes.js';
import { describeSettings, type Settings } from './settings/settings.js';
import { writeSignInPage } from './sign-in-page.js';

/** The local workspace of this user, as the command `carry` uses it. */
export const localWorkspace: LocalWorkspace = {
  up,
  down,
  status,
  environment,
  writeSignInPage,
  describe: ({ disk, settings }) => ({
    disk: { used: formatBytes(disk.used), limit: formatBytes(disk.limit) },
    settings: describeSettings(settings as Settings)
  })
};
