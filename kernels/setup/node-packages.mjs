import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { run } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { inRoot } from './places.mjs';

/** Returns the command line of npm: of the npm that runs this script, else of the one on the PATH. */
export function npm(...args) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return [process.execPath, own, ...args];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
}

/** `npm ci`. @returns {import('./steps.mjs').Step} */
export function nodePackages() {
  return {
    name: 'Node packages',
    fingerprint: () => fingerprint(['package-lock.json']),
    isPresent: matchLock,
    async run() {
      // `npm ci` deletes the folder first; not needed if the packages match the lock file.
      if (matchLock()) return 'already installed';
      await run('Installing the Node packages', npm('ci', '--no-audit', '--no-fund'));
    }
  };
}

/** Whether every package of the lock file is in the list that npm writes at the end of an installation. */
function matchLock() {
  const list = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      (entry.link && leadsTo(path, entry.resolved)) ||
      (installed[path] ? installed[path].version === entry.version : Boolean(entry.optional))
  );
}

/** Whether the link of a workspace leads to its folder; a workspace that moved has the same name and version as before. */
function leadsTo(link, folder) {
  const exists = existsSync(inRoot(link)) && existsSync(inRoot(folder));
  return exists && realpathSync(inRoot(link)) === realpathSync(inRoot(folder));
}
